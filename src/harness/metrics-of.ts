import type { BenchmarkDefinition } from '../model/definition.ts';
import type { MetricDefinition } from '../model/metric.ts';

/** All metrics that trials of a benchmark sample: those of its collectors, then its own. */
export function metricsOf(
  definition: Pick<BenchmarkDefinition, 'collectors' | 'metrics'>,
): readonly MetricDefinition[] {
  return [...definition.collectors.flatMap(({ metrics }) => metrics), ...(definition.metrics ?? [])];
}
