import type { DisplayScale } from '../../model/format-number.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import { formatWithUnit, intervalText } from '../metric-scale.ts';
import { countsText, summaryOf, totalCounts, type Series } from '../series.ts';
import { sheetTitle } from '../sheets.ts';
import { pairFigures, pairLabel } from '../view-figures.ts';
import { casePlots, type CasePlots, type Curve } from './case-plots.ts';
import { chartId, composeSpec, stopwatchSentence, type Chart } from './chart.ts';
import { ecdfPanel, hasBand, marksOf, stepOf } from './ecdf-panel.ts';
import { intervalPanel } from './interval-panel.ts';
import { joinedFindings, ordinal, sharePercent } from './joined-findings.ts';
import { logarithmicFrom } from './value-axis.ts';

/**
 * The distribution of the headline metric: the empirical distribution function of each case and side as steps of 1/n with
 * its band, and below it each median with its interval. Nothing is smoothed.
 */
export function ecdfChart(view: BenchmarkView): Chart | undefined {
  const { benchmark, series } = view;
  const drawn = casePlots(view);
  if (drawn === undefined) return undefined;
  const { metric, scale, plots } = drawn;
  const title = sheetTitle(view, `Distribution of ${metric.id}`);
  const subtitle = `${benchmark.id}, ${countsText(totalCounts(series))}`;
  const findings = findingsOf(view, drawn);
  const described = series.map((one) => describe(one, metric, scale));
  const altText = `${title}. ${[...described, ...findings].join('; ')}.`;
  return {
    id: chartId(benchmark.id, 'ecdf'),
    title,
    altText,
    sentence: [joinedFindings(findings), readingText(drawn), stopwatchSentence(benchmark)].join(' '),
    spec: composeSpec(
      { title, subtitle, altText, colors: 'independent' },
      plots.flatMap((plot) => [ecdfPanel(plot), intervalPanel(plot)]),
    ),
  };
}

/** Where two sides are compared: where their curves are farthest apart. Else how far the trials of each series reach. */
function findingsOf(view: BenchmarkView, { scale, plots }: CasePlots): readonly string[] {
  const { comparison, figures } = view.report;
  const gaps = pairFigures(figures.curveGaps, view);
  if (comparison !== undefined && gaps.length > 0) {
    return gaps.map(({ at, baseShare, candidateShare, ...pair }) => {
      const shares = `${sharePercent(baseShare)} of ${comparison.base.id} and ${sharePercent(candidateShare)} of ${pair.candidateId}`;
      return `${pairLabel(view, pair)}: the curves are farthest apart at ${formatWithUnit(at, scale)}, which ${shares} do not exceed`;
    });
  }
  return plots.flatMap(({ curves }) => curves.map((curve) => reachText(curve, scale)));
}

function reachText({ series, summary }: Curve, scale: DisplayScale): string {
  const half = `half of the trials have at most ${formatWithUnit(summary.median, scale)}`;
  const reach =
    summary.p90.kind === 'value'
      ? `nine in ten at most ${formatWithUnit(summary.p90.value, scale)}`
      : `all at most ${formatWithUnit(summary.max, scale)}`;
  return `${series.label}: ${half}, ${reach}`;
}

function readingText({ plots }: CasePlots): string {
  const curves = plots.flatMap((plot) => plot.curves.map((curve) => ({ plot, curve })));
  const marked = new Set(
    curves.flatMap(({ curve, plot }) => marksOf(curve, plot).map(({ quantile }) => quantile)),
  );
  const isLogarithmic = plots.some(({ axis }) => axis.type === 'log');
  return [
    'A curve gives the share of trials that stayed at or below a value, one step a trial.',
    ...thinningText(curves.map(({ curve }) => curve)),
    ...bandText(curves.map(({ curve }) => curve)),
    ...(marked.size > 0
      ? [`Marks on a curve are ${[...marked].join(', ')}, where the trials suffice for them.`]
      : []),
    'Under it stand the median (tick) and its 95 % interval (bar).',
    ...(isLogarithmic
      ? [
          `The axis is logarithmic where all values are positive and span a factor of ${String(logarithmicFrom)}.`,
        ]
      : []),
  ].join(' ');
}

function bandText(curves: readonly Curve[]): readonly string[] {
  const widths = curves.filter(hasBand).map(({ figure }) => 100 * figure.bandHalfWidth);
  const [least, most] = [Math.min(...widths), Math.max(...widths)].map((width) => width.toFixed(1));
  const points = least === most ? (least ?? '') : `${least ?? ''} to ${most ?? ''}`;
  const band =
    `The band around a curve holds the whole true curve with 95 % (± ${points} points; Dvoretzky, Kiefer, Wolfowitz and ` +
    'Massart).';
  const missing = 'A curve of fewer than 30 trials has no band: it would hold nearly everything.';
  return [...(widths.length > 0 ? [band] : []), ...(widths.length < curves.length ? [missing] : [])];
}

function thinningText(curves: readonly Curve[]): readonly string[] {
  const thinned = curves.map((curve) => ({ step: stepOf(curve), count: curve.values.length }));
  const worst = thinned.filter(({ step }) => step > 1).sort((a, b) => b.count - a.count)[0];
  if (worst === undefined) return [];
  return [
    `Of curves of more than 500 steps every k-th is drawn, and the ends: every ${ordinal(worst.step)} of ${String(worst.count)}, ` +
      `which moves a curve by less than ${sharePercent(worst.step / worst.count)}.`,
  ];
}

function describe(series: Series, metric: MetricDefinition, scale: DisplayScale): string {
  const summary = summaryOf(series, metric.id);
  const counts = countsText(series.counts);
  if (summary === undefined) return `${series.label}: no value, ${counts}`;
  return `${series.label}: median ${formatWithUnit(summary.median, scale)}, ${intervalText(summary, scale)}, ${counts}`;
}
