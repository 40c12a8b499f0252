import type { Estimate, MetricSummary } from '../model/analysis.ts';
import { formatScaled, type DisplayScale } from '../model/format-number.ts';
import { formatInterval } from './metric-scale.ts';
import { notRunCount, type Series } from './series.ts';

/** A number of trials that gave no value, and why. */
export interface CountColumn {
  readonly name: string;
  readonly count: (series: Series) => number;
  /** Shown only where it says something. */
  readonly isRare: boolean;
}

const countColumns: readonly CountColumn[] = [
  { name: 'failed', count: ({ counts }) => counts.failed, isRare: false },
  { name: 'aborted', count: ({ counts }) => counts.aborted, isRare: true },
  { name: 'invalid', count: ({ counts }) => counts.invalid, isRare: true },
  { name: 'not run', count: ({ counts }) => notRunCount(counts), isRare: true },
];

/** Headings of the statistics of a metric, in their order. */
export const statisticNames: readonly string[] = [
  'median',
  '95 % interval',
  'mean',
  'sd',
  'MAD',
  'min',
  'max',
  'p90',
  'p95',
  'p99',
];

/** Failed trials have a column even where there are none; the rest where there is one. */
export function countColumnsOf(series: readonly Series[]): readonly CountColumn[] {
  return countColumns.filter(({ isRare, count }) => !isRare || series.some((one) => count(one) > 0));
}

/** A text for each of `statisticNames`: the number, or how many samples it would need. */
export function statisticTexts(summary: MetricSummary, scale: DisplayScale): readonly string[] {
  const { median, mean, sd, mad, min, max, p90, p95, p99 } = summary;
  return [
    formatScaled(median, scale),
    formatInterval(summary, scale),
    formatScaled(mean, scale),
    sd === undefined ? tooFewText(2) : formatScaled(sd, scale),
    ...[mad, min, max].map((value) => formatScaled(value, scale)),
    ...[p90, p95, p99].map((estimate) => estimateText(estimate, scale)),
  ];
}

function estimateText(estimate: Estimate, scale: DisplayScale): string {
  return estimate.kind === 'value' ? formatScaled(estimate.value, scale) : tooFewText(estimate.neededCount);
}

/** What stands where the samples are too few for a number. */
export function tooFewText(neededCount: number): string {
  return `needs n ≥ ${neededCount}`;
}
