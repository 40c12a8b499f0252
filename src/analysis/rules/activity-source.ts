import type { Finding } from '../../model/finding.ts';
import type { ActivitySource } from '../../model/observations.ts';
import type { TrialRecord } from '../../model/trial.ts';
import type { RunFacts } from '../run-facts.ts';
import { countOf, placeOf } from '../wording.ts';

/** First activities of one case that different sources told, or that the console told, which is later than the guest. */
export function activitySource({ manifest, trials }: RunFacts): readonly Finding[] {
  const places = new Set(trials.map((trial) => placeOf(trial, manifest)));
  return [...places].flatMap((place) => {
    const sources = trials.filter((trial) => placeOf(trial, manifest) === place).flatMap(sourceOf);
    const byConsole = sources.filter((source) => source === 'console').length;
    if (byConsole === 0) return [];
    const isMixed = byConsole < sources.length;
    return [
      {
        rule: 'activity-source',
        severity: isMixed ? 'warning' : 'note',
        message:
          `${place}: the first activity of ${byConsole} of ${countOf(sources.length, 'trial')} was told by the console, ` +
          'which the harness sees later than the guest writes',
        advice: isMixed
          ? 'Do not read those trials together with the others'
          : 'Run where the kernel lets one trace: in the initial PID namespace, with tracefs',
      },
    ];
  });
}

/** What the metric was taken from: a page fault that the handler saw is only kept beside it. */
function sourceOf({ vms }: TrialRecord): readonly ActivitySource[] {
  return vms.flatMap(({ firstActivities = [] }) =>
    firstActivities.filter(({ source }) => source !== 'uffd-fault').map(({ source }) => source),
  );
}
