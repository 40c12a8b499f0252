import type { Margin } from '../../model/comparison.ts';
import type { MetricDefinition, MetricKind } from '../../model/metric.ts';

/** A metric of a case, as a policy is asked for it. */
export interface ComparedMetric {
  readonly metric: MetricDefinition;
  readonly caseId: string;
  /** Whether it is what the benchmark asks for. */
  readonly isHeadline: boolean;
}

/** What a comparison is judged by. */
export interface ComparisonPolicy {
  /** Of a wrong call in the whole gated family. */
  readonly alpha: number;
  /** Of the Monte Carlo draws. */
  readonly seed: number;
  readonly marginOf: (compared: ComparedMetric) => Margin;
  /** Whether it belongs to the family that verdicts are about. */
  readonly isGated: (compared: ComparedMetric) => boolean;
  /** Whether it is compared at all; everything without it. Families are adjusted apart, so the gated verdicts stay what they are. */
  readonly isCompared?: (compared: ComparedMetric) => boolean;
}

/**
 * Below these nobody would act: 3 % of a time and 50 µs, 1 % of a memory and 64 KiB, one point of a share, 3 % of a count
 * and 1. In the units of the metrics, of which times and sizes have two.
 */
export function defaultMargin({ kind, unit }: Pick<MetricDefinition, 'kind' | 'unit'>): Margin {
  const { relative, absolute } = marginsByKind[kind];
  return { relative, absolute: absolute[unit] ?? 1 };
}

const marginsByKind: Readonly<
  Record<MetricKind, { readonly relative: number; readonly absolute: Readonly<Record<string, number>> }>
> = {
  time: { relative: 0.03, absolute: { us: 50, ms: 0.05 } },
  memory: { relative: 0.01, absolute: { KiB: 64, MiB: 0.0625 } },
  share: { relative: 0, absolute: { percent: 1 } },
  count: { relative: 0.03, absolute: { count: 1 } },
};

/** Headlines are gated, all else is explored. */
export function defaultPolicy(seed: number): ComparisonPolicy {
  return {
    alpha: 0.05,
    seed,
    marginOf: ({ metric }) => defaultMargin(metric),
    isGated: ({ isHeadline }) => isHeadline,
  };
}

/** The same, of the headlines alone: for verdicts without the time that exploring takes. */
export function headlinePolicy(seed: number): ComparisonPolicy {
  return { ...defaultPolicy(seed), isCompared: ({ isHeadline }) => isHeadline };
}
