import type { Estimate, MetricSummary } from '../model/analysis.ts';
import type { MetricDefinition } from '../model/metric.ts';
import { sortAscending } from '../stats/check-samples.ts';
import {
  maximum,
  mean,
  median,
  medianAbsoluteDeviation,
  minimum,
  sampleStandardDeviation,
} from '../stats/moments.ts';
import { neededCount, quantileInterval } from '../stats/order-statistic.ts';
import { quantileType7 } from '../stats/quantile.ts';

/** The tails that a summary shows where the samples suffice. */
export const tailProbabilities = { p90: 0.9, p95: 0.95, p99: 0.99 } as const;

/**
 * Statistics of one metric's values, in the metric's unit; the recipes are named in `methods()`.
 * @throws BenchError `SAMPLE_INVALID` for no values
 */
export function summariseMetric(metric: MetricDefinition, values: readonly number[]): MetricSummary {
  // Quantiles leave what is in order already as it is.
  const sorted = sortAscending(values);
  return {
    metric,
    count: values.length,
    median: median(sorted),
    medianInterval: quantileInterval(sorted, 0.5),
    mean: mean(values),
    ...(values.length > 1 ? { sd: sampleStandardDeviation(values) } : {}),
    mad: medianAbsoluteDeviation(sorted),
    min: minimum(values),
    max: maximum(values),
    p90: estimateTail(sorted, tailProbabilities.p90),
    p95: estimateTail(sorted, tailProbabilities.p95),
    p99: estimateTail(sorted, tailProbabilities.p99),
  };
}

/** A tail quantile without a finite interval is little more than the maximum under another name. */
function estimateTail(values: readonly number[], probability: number): Estimate {
  const needed = neededCount(probability);
  if (values.length < needed) return { kind: 'too-few', neededCount: needed };
  return { kind: 'value', value: quantileType7(values, probability) };
}
