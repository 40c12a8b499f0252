import type { MetricSummary } from '../../model/analysis.ts';
import type { DistributionFigure } from '../../model/figures/distribution.ts';
import type { DisplayScale } from '../../model/format-number.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import { metricScale } from '../metric-scale.ts';
import { countsText, headlineMetric, summaryOf, type Series } from '../series.ts';
import { wholeOf } from '../sheets.ts';
import { figureOf } from '../view-figures.ts';
import { rowLabelsPx } from './row-labels.ts';
import { seriesStyle, type SeriesStyle } from './series-style.ts';
import { valueAxis, type ValueAxis } from './value-axis.ts';

/** More curves than this in one plot cannot be told apart. */
export const curvesPerPlot = 6;
const axisPaddingShare = 0.03;

/** One series that has values. */
export interface Curve {
  readonly series: Series;
  readonly summary: MetricSummary;
  readonly figure: DistributionFigure;
  /** Ascending, in the display unit. */
  readonly values: readonly number[];
}

/** Curves on one pair of axes. */
export interface Plot {
  readonly metric: MetricDefinition;
  readonly scale: DisplayScale;
  readonly axis: ValueAxis;
  readonly title?: string;
  readonly curves: readonly Curve[];
  /** One a curve, distinct. */
  readonly labels: readonly string[];
  readonly style: SeriesStyle;
  /** Width of the column of labels, the same in all plots of a chart. */
  readonly labelsPx: number;
}

/** The distributions of a benchmark's headline. */
export interface CasePlots {
  readonly metric: MetricDefinition;
  readonly scale: DisplayScale;
  readonly plots: readonly Plot[];
}

/** Undefined where no trial gave a value. */
export function casePlots(view: BenchmarkView): CasePlots | undefined {
  const { report, benchmark, series } = view;
  const metric = headlineMetric(benchmark);
  if (metric === undefined) return undefined;
  const scale = metricScale(
    wholeOf(view).series.flatMap((one) => summaryOf(one, metric.id) ?? []),
    metric,
  );
  const curves = series.flatMap((one): readonly Curve[] => {
    const summary = summaryOf(one, metric.id);
    const figure = figureOf(report.figures.distributions, one);
    if (summary === undefined || figure === undefined) return [];
    const values = one.measured
      .flatMap((trial) => trial.samples[metric.id] ?? [])
      .map((value) => value / scale.divisor)
      .sort((a, b) => a - b);
    return [{ series: one, summary, figure, values }];
  });
  if (curves.length === 0) return undefined;
  const groups = groupCurves(curves);
  const labelsPx = rowLabelsPx(groups.flatMap(rowsOf));
  const plots = groups.map((group): Plot => {
    const values = group.curves.flatMap((curve) => curve.values);
    const axis = valueAxis(values, axisPaddingShare);
    return { ...group, metric, scale, labelsPx, axis, style: seriesStyle(group.labels) };
  });
  return { metric, scale, plots };
}

type CurveGroup = Pick<Plot, 'title' | 'curves' | 'labels'>;

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

function rowsOf({
  curves,
  labels,
}: CurveGroup): readonly { readonly series: string; readonly counts: string }[] {
  return curves.map(({ series }, index) => ({
    series: labels[index] ?? '',
    counts: countsText(series.counts),
  }));
}
