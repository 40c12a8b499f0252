import type { DisplayScale } from '../../model/format-number.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import { formatWithUnit, intervalText, metricScale } from '../metric-scale.ts';
import { countsText, headlineMetric, summaryOf, totalCounts, type Series } from '../series.ts';
import { paddedDomain } from './axis-domain.ts';
import { chartId, composeSpec, stopwatchSentence, type Chart } from './chart.ts';
import { curvePanel, intervalPanel, type Curve, type Plot } from './ecdf-panels.ts';
import { rowLabelsPx } from './row-labels.ts';
import { seriesStyle } from './series-style.ts';

/** More curves than this in one plot cannot be told apart. */
const curvesPerPlot = 6;

/**
 * The distribution of the headline metric: the empirical distribution function of each case and arm as steps of 1/n,
 * and below it each median with its interval. Every sample is a step; nothing is smoothed or left out.
 */
export function ecdfChart({ benchmark, series }: BenchmarkView): Chart | undefined {
  const metric = headlineMetric(benchmark);
  if (metric === undefined) return undefined;
  const scale = metricScale(
    series.flatMap((one) => summaryOf(one, metric.id) ?? []),
    metric,
  );
  const curves = series.flatMap((one) => curveOf(one, metric, scale));
  if (curves.length === 0) return undefined;
  const plots = plotsOf(groupCurves(curves), metric, scale);
  const title = `Distribution of ${metric.id}`;
  const subtitle = `${benchmark.id}, ${countsText(totalCounts(series))}`;
  const altText = `${title}. ${series.map((one) => describe(one, metric, scale)).join('; ')}.`;
  return {
    id: chartId(benchmark.id, 'ecdf'),
    title,
    altText,
    sentence:
      'A curve gives the share of trials that stayed at or below a value, one step a trial; under it stand the ' +
      `median (tick) and its 95 % interval (bar). ${stopwatchSentence(benchmark)}`,
    spec: composeSpec(
      { title, subtitle, altText, colors: 'independent' },
      plots.flatMap((plot) => [curvePanel(plot), intervalPanel(plot)]),
    ),
  };
}

function curveOf(series: Series, metric: MetricDefinition, scale: DisplayScale): readonly Curve[] {
  const summary = summaryOf(series, metric.id);
  if (summary === undefined) return [];
  const values = series.measured
    .flatMap((trial) => trial.samples[metric.id] ?? [])
    .map((value) => value / scale.divisor)
    .sort((a, b) => a - b);
  return [{ series, summary, values }];
}

interface CurveGroup {
  readonly title?: string;
  readonly curves: readonly Curve[];
  readonly labels: readonly string[];
}

/** Sides are compared within their case, so several sides, and crowds of cases, get a plot a case. */
function groupCurves(curves: readonly Curve[]): readonly CurveGroup[] {
  const labelOf = ({ series }: Curve): string => series.label;
  const caseIds = [...new Set(curves.map(({ series }) => series.caseId))];
  const isOneSide = curves.length === caseIds.length;
  if (isOneSide && curves.length <= curvesPerPlot) return [{ curves, labels: curves.map(labelOf) }];
  return caseIds.map((caseId) => {
    const group = curves.filter(({ series }) => series.caseId === caseId);
    const title = group[0]?.series.caseLabel ?? caseId;
    return { title, curves: group, labels: group.map(({ series }) => series.side) };
  });
}

function plotsOf(
  groups: readonly CurveGroup[],
  metric: MetricDefinition,
  scale: DisplayScale,
): readonly Plot[] {
  const rows = groups.flatMap(({ curves, labels }) =>
    curves.map(({ series }, index) => ({ series: labels[index] ?? '', counts: countsText(series.counts) })),
  );
  const labelsPx = rowLabelsPx(rows);
  return groups.map((group) => {
    const values = group.curves.flatMap((curve) => curve.values);
    return {
      ...group,
      metric,
      scale,
      labelsPx,
      domain: paddedDomain(values, 0.03),
      style: seriesStyle(group.labels),
    };
  });
}

function describe(series: Series, metric: MetricDefinition, scale: DisplayScale): string {
  const summary = summaryOf(series, metric.id);
  const counts = countsText(series.counts);
  if (summary === undefined) return `${series.label}: no value, ${counts}`;
  return `${series.label}: median ${formatWithUnit(summary.median, scale)}, ${intervalText(summary, scale)}, ${counts}`;
}
