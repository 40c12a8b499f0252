import type { TrialRecord } from '../../model/trial.ts';
import { median } from '../../stats/moments.ts';
import { quantileInterval } from '../../stats/order-statistic.ts';

/** Keeps the headline samples of a run, to tell how well each case's median is known so far. */
export interface PrecisionMeter {
  readonly add: (record: TrialRecord) => void;
  /** Half the width of the median's interval over the median; undefined while there are too few samples. */
  readonly of: (caseId: string, armId: string) => number | undefined;
}

export function createPrecisionMeter(headlineOf: (caseId: string) => string | undefined): PrecisionMeter {
  const samples = new Map<string, number[]>();
  return {
    add({ caseId, armId, isWarmup, outcome, samples: taken }): void {
      const headline = headlineOf(caseId);
      const value = headline === undefined ? undefined : taken[headline];
      if (isWarmup || outcome.status !== 'ok' || value === undefined) return;
      const key = `${caseId} ${armId}`;
      samples.set(key, [...(samples.get(key) ?? []), value]);
    },
    of(caseId, armId): number | undefined {
      const values = samples.get(`${caseId} ${armId}`) ?? [];
      if (values.length === 0) return undefined;
      const interval = quantileInterval(values, 0.5);
      const centre = median(values);
      if (interval.kind === 'too-few' || centre === 0) return undefined;
      return (interval.value.upper - interval.value.lower) / 2 / centre;
    },
  };
}
