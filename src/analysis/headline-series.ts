import { validTrials } from '../model/invalid-blocks.ts';
import type { MetricDefinition } from '../model/metric.ts';
import type { TrialRecord } from '../model/trial.ts';
import type { RunFacts } from './run-facts.ts';
import { placeOf } from './wording.ts';

/** The headline of one case and arm, trial by trial in the order of the run. */
export interface HeadlineSeries {
  readonly caseId: string;
  readonly armId: string;
  /** The case, and the arm where there are several, for sentences. */
  readonly place: string;
  readonly metric: MetricDefinition;
  /** Of ok trials that are no warm-ups, and of no invalid block. */
  readonly values: readonly number[];
  /** Whether the first measured trial is ok, so that the first value is its own. */
  readonly hasFirst: boolean;
}

/** One for each case and arm of the plan of which a trial has the headline. */
export function headlineSeries({ manifest, cases, trials }: RunFacts): readonly HeadlineSeries[] {
  const groups = groupMeasured(validTrials(manifest, trials));
  return cases.flatMap(({ case: { id: caseId }, headline, arms }) =>
    arms.flatMap(({ armId, metrics }) => {
      const metric = metrics.find((each) => each.metric.id === headline)?.metric;
      const measured = groups.get(keyOf({ caseId, armId })) ?? [];
      if (metric === undefined) return [];
      const place = placeOf({ caseId, armId }, manifest);
      const values = measured.flatMap((trial) => valueOf(trial, headline) ?? []);
      const [first] = measured;
      const hasFirst = first !== undefined && valueOf(first, headline) !== undefined;
      return values.length === 0 ? [] : [{ caseId, armId, place, metric, values, hasFirst }];
    }),
  );
}

function groupMeasured(trials: readonly TrialRecord[]): ReadonlyMap<string, readonly TrialRecord[]> {
  const groups = new Map<string, TrialRecord[]>();
  for (const trial of trials) {
    if (trial.isWarmup) continue;
    const group = groups.get(keyOf(trial));
    if (group === undefined) groups.set(keyOf(trial), [trial]);
    else group.push(trial);
  }
  return groups;
}

/** Of ids, of which none has a line break. */
function keyOf({ caseId, armId }: Pick<TrialRecord, 'caseId' | 'armId'>): string {
  return `${caseId}\n${armId}`;
}

function valueOf({ outcome, samples }: TrialRecord, metricId: string): number | undefined {
  return outcome.status === 'ok' ? samples[metricId] : undefined;
}
