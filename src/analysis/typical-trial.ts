import type { TrialRecord } from '../model/trial.ts';

/**
 * The trial whose value of a metric is the median: of an even number the lower one of the middle, of equal ones the first.
 * Undefined where none has a value.
 */
export function typicalTrial(trials: readonly TrialRecord[], metricId: string): TrialRecord | undefined {
  const valued = trials
    .flatMap((trial) => {
      const value = Object.hasOwn(trial.samples, metricId) ? trial.samples[metricId] : undefined;
      return value === undefined ? [] : [{ trial, value }];
    })
    .toSorted((one, other) => one.value - other.value);
  return valued[Math.ceil(valued.length / 2) - 1]?.trial;
}
