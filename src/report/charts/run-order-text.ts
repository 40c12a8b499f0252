import { formatScaled, unitLabel, type DisplayScale } from '../../model/format-number.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import { countsText, summaryOf, type Series } from '../series.ts';
import type { MarkText, RunMark } from './mark-legend.ts';
import type { StripPoint } from './run-order-points.ts';
import type { Strip } from './run-order-strip.ts';
import { mostDots } from './strip-dots.ts';

const markTexts: Readonly<Record<RunMark, (points: readonly StripPoint[]) => string>> = {
  warmup: () => 'hollow: warm-up, in no statistic',
  first: () => 'ringed: first measured trial of its series',
  invalid: () => 'framed and hollow: disturbed block, in no statistic',
  noisy: (points) => `at the top: the host was not quiet (${noiseNames(points)})`,
  failed: () => 'on the axis: failed, no value',
  aborted: () => 'on the axis: aborted, no value',
};

/** The marks that there are, in words. */
export function marksOf(points: readonly StripPoint[]): readonly MarkText[] {
  const having: Readonly<Record<RunMark, (point: StripPoint) => boolean>> = {
    warmup: ({ kind }) => kind === 'warmup',
    first: ({ isFirst, value }) => isFirst === true && value !== undefined,
    invalid: ({ kind }) => kind === 'invalid',
    noisy: ({ noise }) => noise !== undefined,
    failed: ({ kind }) => kind === 'failed',
    aborted: ({ kind }) => kind === 'aborted',
  };
  const marks = ['warmup', 'first', 'invalid', 'noisy', 'failed', 'aborted'] as const;
  return marks.flatMap((mark) => {
    const marked = points.filter(having[mark]);
    return marked.length === 0 ? [] : [{ mark, text: markTexts[mark](marked) }];
  });
}

function noiseNames(points: readonly StripPoint[]): string {
  return [...new Set(points.flatMap(({ noise = '' }) => noise.split(', ')))].join(', ');
}

/** One series for those who do not see it. */
export function describeTrials(series: Series, metric: MetricDefinition, scale: DisplayScale): string {
  const summary = summaryOf(series, metric.id);
  const values =
    summary === undefined
      ? 'no value'
      : `from ${formatScaled(summary.min, scale)} to ${formatScaled(summary.max, scale)} ${unitLabel(scale.unit)}`;
  const lost = series.trials
    .filter(({ outcome }) => outcome.status !== 'ok')
    .map(({ trialId, outcome }) => `${trialId} ${outcome.status}`);
  return [`${series.label}: ${values}`, countsText(series.counts), ...lost].join(', ');
}

/** How to read the strips. */
export function readingText({ series }: BenchmarkView, strips: readonly Strip[]): string {
  const points = strips.flatMap((strip) => strip.points);
  const noisy = points.filter(({ noise }) => noise !== undefined).length;
  const all = series.reduce((sum, { trials }) => sum + trials.length, 0);
  const parts = [
    'Points are trials in the order in which they ran, ' +
      (strips.some(({ style }) => style.dash.domain.length > 1)
        ? "a line across is a side's median, dashed as its curve"
        : 'the dashed line is the median'),
    ...(strips.some(({ blocks }) => blocks.length > 0) ? ['shading tells blocks apart'] : []),
    ...(noisy > 0 ? [`the host was not quiet during ${String(noisy)} of ${String(all)} trials`] : []),
    ...(points.length < all
      ? [
          `of ${String(all)} trials ${String(points.length)} have a point, since more than ${String(mostDots)} hide one ` +
            'another: in each series the extremes, all beyond the whiskers of its box and all with a mark (where they are more ' +
            'than half, every so many-th of them), and every k-th of the others by value',
        ]
      : []),
  ];
  return `${parts.join('; ')}.`;
}
