import type { RunAnalysis } from '../../model/analysis.ts';
import { judgedMetrics, type JudgedMetric } from './judged-metrics.ts';

/**
 * Bencher Metric Format: a benchmark for each case and arm, a measure for each judged metric, with the median and the ends
 * of its interval. The format has no place for the unit, so it stands in the name of the measure.
 */
export function toBencher(analysis: RunAnalysis): string {
  const bySeries = new Map<string, (readonly [string, unknown])[]>();
  for (const judged of judgedMetrics(analysis)) {
    const measures = bySeries.get(judged.seriesName) ?? [];
    measures.push(toMeasure(judged));
    bySeries.set(judged.seriesName, measures);
  }
  const benchmarks = [...bySeries].map(([name, measures]) => [name, Object.fromEntries(measures)] as const);
  return `${JSON.stringify(Object.fromEntries(benchmarks), undefined, 2)}\n`;
}

function toMeasure({
  summary: { metric, median, medianInterval },
}: JudgedMetric): readonly [string, unknown] {
  const interval =
    medianInterval.kind === 'value'
      ? { lower_value: medianInterval.value.lower, upper_value: medianInterval.value.upper }
      : {};
  return [`${metric.id} (${metric.unit})`, { value: median, ...interval }];
}
