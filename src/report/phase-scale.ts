import { displayScale, type DisplayScale } from '../model/format-number.ts';
import { isTimelineMetricId, wallMetric } from '../model/phase-metrics.ts';
import type { Series } from './series.ts';

/** The one scale in which table and chart print the phases and the wall time of a benchmark, which are in µs. */
export function phaseScale(series: readonly Series[]): DisplayScale {
  const summaries = series
    .flatMap(({ metrics }) => metrics)
    .filter(({ metric }) => isTimelineMetricId(metric.id));
  return displayScale(
    summaries.flatMap(({ mean, median }) => [mean, median]),
    wallMetric.unit,
  );
}
