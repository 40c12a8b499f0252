import type { Finding } from '../../model/finding.ts';
import type { TrialRecord } from '../../model/trial.ts';
import type { RunFacts } from '../run-facts.ts';
import { countOf, placeOf } from '../wording.ts';

/** Trials of which the console told when the guest did something: later than it did, and on no one's clock but the harness's. */
export function activitySource({ manifest, trials }: RunFacts): readonly Finding[] {
  const measured = trials.filter(({ isWarmup }) => !isWarmup);
  const places = new Set(measured.map((trial) => placeOf(trial, manifest)));
  return [...places].flatMap((place) => {
    const watched = measured.filter((trial) => placeOf(trial, manifest) === place && isWatched(trial));
    const byConsole = watched.filter(isByConsole);
    const [first] = byConsole;
    if (first === undefined) return [];
    const reason = first.vms.flatMap(({ untraced }) => untraced ?? [])[0];
    return [
      {
        rule: 'activity-source',
        severity: 'warning',
        message:
          `${place}: in ${byConsole.length} of ${countOf(watched.length, 'trial')} the console told when the guest did something, ` +
          `which the harness sees later than the guest writes${reason === undefined ? '' : ` (${reason})`}`,
        advice: 'Do not compare first activities and outputs of those trials with traced ones',
      },
    ];
  });
}

function isWatched({ vms }: TrialRecord): boolean {
  return vms.some(
    ({ firstActivities, outputSources }) => firstActivities !== undefined || outputSources !== undefined,
  );
}

function isByConsole({ vms }: TrialRecord): boolean {
  return vms.some(
    ({ firstActivities = [], outputSources = [] }) =>
      firstActivities.some(({ source }) => source === 'console') || outputSources.includes('console'),
  );
}
