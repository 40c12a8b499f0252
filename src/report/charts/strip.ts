import { formatScaled, unitLabel, type DisplayScale } from '../../model/format-number.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import { countsText, totalCounts } from '../series.ts';
import { sheetTitle } from '../sheets.ts';
import { casePlots, type Curve } from './case-plots.ts';
import { chartId, composeSpec, stopwatchSentence, type Chart } from './chart.ts';
import { joinedFindings, ordinal } from './joined-findings.ts';
import { dotsOf, mostDots, type SeriesDots } from './strip-dots.ts';
import { leastOfBox, stripPanel } from './strip-panel.ts';

/** Every trial of the headline as a dot, and the box of each case and side: groups and outliers that a median hides. */
export function stripChart(view: BenchmarkView): Chart | undefined {
  const { benchmark, series } = view;
  const drawn = casePlots(view);
  if (drawn === undefined) return undefined;
  const { metric, scale, plots } = drawn;
  const curves = plots.flatMap((plot) => plot.curves);
  const panels = plots.map((plot) => ({ plot, dots: dotsOf(plot, curves.length) }));
  const title = sheetTitle(view, `Trials of ${metric.id}`);
  const subtitle = `${benchmark.id}, ${countsText(totalCounts(series))}`;
  const findings = curves.map((curve) => spreadText(curve, scale));
  const altText = `${title}. ${findings.join('; ')}.`;
  const reading = readingText(panels.flatMap(({ dots }) => dots));
  return {
    id: chartId(benchmark.id, 'strip'),
    title,
    altText,
    sentence: [joinedFindings(findings), reading, stopwatchSentence(benchmark)].join(' '),
    spec: composeSpec(
      { title, subtitle, altText, colors: 'independent' },
      panels.map(({ plot, dots }) => stripPanel(plot, dots)),
    ),
  };
}

function spreadText({ series, summary, figure, values }: Curve, scale: DisplayScale): string {
  const range = (lower: number, upper: number): string =>
    `${formatScaled(lower, scale)} to ${formatScaled(upper, scale)}${scale.unit === 'count' ? '' : ` ${unitLabel(scale.unit)}`}`;
  const all = range(summary.min, summary.max);
  if (values.length < leastOfBox) return `${series.label}: ${all}`;
  const { lowerQuartile, upperQuartile, outsideCount } = figure.box;
  const outside = `${String(outsideCount)} of ${String(values.length)} beyond the whiskers`;
  return `${series.label}: the middle half from ${range(lowerQuartile, upperQuartile)}, all from ${all}, ${outside}`;
}

function readingText(dots: readonly SeriesDots[]): string {
  const isSmall = ({ curve }: SeriesDots): boolean => curve.values.length < leastOfBox;
  const box =
    'The box holds the middle half (quartiles of type 7), whiskers reach to the farthest trial within 1.5 times its length, ' +
    'the tick is the median and the bar on it the 95 % interval.';
  const small = `A series of fewer than ${String(leastOfBox)} trials has no box.`;
  return [
    dots.some(({ step, outsideStep }) => step > 1 || outsideStep > 1)
      ? 'A dot is a trial.'
      : 'Each dot is a trial.',
    'Its height within the row means nothing.',
    ...(dots.every(isSmall) ? [] : [box]),
    ...(dots.some(isSmall) ? [small] : []),
    ...thinningText(dots),
  ].join(' ');
}

/** By the series of which most is left out. */
function thinningText(dots: readonly SeriesDots[]): readonly string[] {
  const isWhole = dots.every(({ step, outsideStep }) => step === 1 && outsideStep === 1);
  if (isWhole) return [];
  const [step, outsideStep] = [
    Math.max(...dots.map((each) => each.step)),
    Math.max(...dots.map((each) => each.outsideStep)),
  ];
  const outside =
    outsideStep > 1
      ? `of those beyond the whiskers, where they are more than half, at most every ${ordinal(outsideStep)},`
      : 'all beyond the whiskers';
  const shown = dots.reduce((sum, each) => sum + each.dots.length, 0);
  const all = dots.reduce((sum, { curve }) => sum + curve.values.length, 0);
  return [
    `Of ${String(all)} trials ${String(shown)} have a dot, since more than ${String(mostDots)} hide one another: in each series ` +
      `the extremes, ${outside} and every k-th of the others by value, at most every ${ordinal(step)}.`,
  ];
}
