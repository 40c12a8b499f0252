import type { MetricSummary } from '../model/analysis.ts';
import { displayScale, formatScaled, unitLabel, type DisplayScale } from '../model/format-number.ts';
import type { MetricDefinition } from '../model/metric.ts';

/** The one scale in which table, chart and sentence print a metric of a benchmark. */
export function metricScale(summaries: readonly MetricSummary[], metric: MetricDefinition): DisplayScale {
  return displayScale(summaries.flatMap(summaryValues), metric.unit);
}

function summaryValues(summary: MetricSummary): readonly number[] {
  const { median, mean, mad, min, max, sd, medianInterval } = summary;
  const interval =
    medianInterval.kind === 'value' ? [medianInterval.value.lower, medianInterval.value.upper] : [];
  return [median, mean, mad, min, max, ...(sd === undefined ? [] : [sd]), ...interval];
}

/** "14.12 ms"; a count stands alone. */
export function formatWithUnit(value: number, scale: DisplayScale): string {
  const text = formatScaled(value, scale);
  return scale.unit === 'count' ? text : `${text} ${unitLabel(scale.unit)}`;
}

/** "13.90–14.41", or how many samples an interval needs. */
export function formatInterval(summary: MetricSummary, scale: DisplayScale): string {
  const { medianInterval: interval } = summary;
  if (interval.kind === 'too-few') return `needs n ≥ ${String(interval.neededCount)}`;
  return `${formatScaled(interval.value.lower, scale)}–${formatScaled(interval.value.upper, scale)}`;
}

/** "95 % interval 13.90–14.41 ms", for sentences. */
export function intervalText(summary: MetricSummary, scale: DisplayScale): string {
  const text = formatInterval(summary, scale);
  if (summary.medianInterval.kind === 'too-few') return `the 95 % interval ${text}`;
  return scale.unit === 'count' ? `95 % interval ${text}` : `95 % interval ${text} ${unitLabel(scale.unit)}`;
}
