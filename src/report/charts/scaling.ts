import { optional } from '../../base/optional.ts';
import { unitLabel, type DisplayScale } from '../../model/format-number.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import { formatPoint, type ParameterPoint } from '../../model/plan.ts';
import { sidesOf, type BenchmarkView } from '../benchmark-view.ts';
import { formatWithUnit, intervalText, metricScale } from '../metric-scale.ts';
import type { ChartPanel } from '../render-charts.ts';
import { headlineMetric, summaryOf, type Series } from '../series.ts';
import { evenly, sheetTitle, wholeOf } from '../sheets.ts';
import { paddedDomain } from './axis-domain.ts';
import { chartId, composeSpec, stopwatchSentence, type Chart } from './chart.ts';
import { linePanel, type LineAxis, type LineRow } from './line-panel.ts';
import { inRows } from './panel-rows.ts';
import { seriesStyle, type SeriesStyle } from './series-style.ts';

/** Two values have a difference; a course begins with the third. */
const fewestValues = 3;
const panelHeightPx = 170;
/** Three rows of two fill a sheet. */
const mostPanels = 6;
/** From this ratio of the greatest to the least value on, the axis is logarithmic. */
const logFrom = 8;

/** A case and side with its place on the axis. */
interface Placed {
  readonly series: Series;
  readonly at: number;
  readonly others: ParameterPoint;
}

/**
 * The headline's median over a numeric parameter of three values or more, such as the launches per second over how many start
 * at once. Not where a slope of it is fitted, which has a picture of its own.
 */
export function scalingChart(view: BenchmarkView): Chart | undefined {
  const { benchmark } = view;
  const metric = headlineMetric(benchmark);
  const placed = metric === undefined ? undefined : placeSeries(view);
  if (metric === undefined || placed === undefined) return undefined;
  const { over } = placed;
  const scale = metricScale(
    wholeOf(view).series.flatMap((one) => summaryOf(one, metric.id) ?? []),
    metric,
  );
  const valued = placed.all.filter((each) => summaryOf(each.series, metric.id) !== undefined);
  if (new Set(valued.map(({ at }) => at)).size < fewestValues) return undefined;
  const keys = [...new Set(valued.map(({ others }) => JSON.stringify(others)))];
  const style = seriesStyle(sidesOf(wholeOf(view)));
  const title = sheetTitle(view, `${metric.id} by ${over}`);
  const subtitle = `${benchmark.id}, medians with their 95 % intervals`;
  const altText = `${title}. ${valued.map((each) => describe(each, metric, scale)).join('; ')}.`;
  const panels = keys.map((key) =>
    panelOf(
      valued.filter(({ others }) => JSON.stringify(others) === key),
      { metric, scale, over, style, widthPx: keys.length > 1 ? 320 : 600 },
    ),
  );
  return {
    id: chartId(benchmark.id, 'scaling'),
    title,
    altText,
    sentence: `${findingText(valued, { metric, scale, over })} Points are medians, whiskers their 95 % intervals. ${stopwatchSentence(benchmark)}`,
    spec: composeSpec(
      { title, subtitle, altText, colors: 'shared' },
      inRows(panels, keys.length > 1 ? 2 : 1),
    ),
  };
}

/** The view as often as its chart needs sheets, with the cases of one sheet each. */
export function scalingSheets(view: BenchmarkView): readonly BenchmarkView[] {
  const all = placeSeries(view)?.all ?? [];
  const keyOf = ({ others }: Placed): string => JSON.stringify(others);
  const sheets = evenly([...new Set(all.map(keyOf))], mostPanels);
  if (sheets.length <= 1) return [view];
  return sheets.map((keys, index) => ({
    ...view,
    series: all.filter((each) => keys.includes(keyOf(each))).map(({ series }) => series),
    part: { number: index + 1, count: sheets.length, whole: view },
  }));
}

function placeSeries({
  benchmark,
  series,
}: BenchmarkView): { readonly over: string; readonly all: readonly Placed[] } | undefined {
  const points = series.map((one) => ({ series: one, point: pointOf(one) }));
  const counts = [...new Set(points.flatMap(({ point }) => Object.keys(point)))].map((name) => ({
    name,
    values: new Set(points.map(({ point }) => point[name])),
  }));
  const [most] = counts
    .filter(({ values }) => [...values].every((value) => typeof value === 'number'))
    .toSorted((one, other) => other.values.size - one.values.size);
  if (most === undefined || most.values.size < fewestValues) return undefined;
  const isFitted = benchmark.slopes?.some(
    ({ metric, over }) => metric === benchmark.headline && over === most.name,
  );
  if (isFitted === true) return undefined;
  const all = points.map(({ series: one, point }): Placed => ({
    series: one,
    at: Number(point[most.name]),
    others: Object.fromEntries(Object.entries(point).filter(([name]) => name !== most.name)),
  }));
  return { over: most.name, all };
}

function pointOf({ run, caseId }: Series): ParameterPoint {
  return run.cases.find((each) => each.case.id === caseId)?.case.point ?? {};
}

interface Shown {
  readonly metric: MetricDefinition;
  readonly scale: DisplayScale;
  readonly over: string;
}

function panelOf(
  placed: readonly Placed[],
  { metric, scale, over, style, widthPx }: Shown & { readonly style: SeriesStyle; readonly widthPx: number },
): ChartPanel {
  const xs = [...new Set(placed.map(({ at }) => at))].sort((a, b) => a - b);
  const [least = 1, most = 1] = [xs[0], xs.at(-1)];
  const isLog = least > 0 && most / least >= logFrom;
  const rows = placed.flatMap((each) => rowOf(each, metric, scale)).toSorted((one, other) => one.x - other.x);
  const values = rows.flatMap(({ y, lower = y, upper = y }) => [y, lower, upper, 0]);
  const x: LineAxis = {
    title: over,
    kind: isLog ? 'log' : 'linear',
    domain: isLog ? [least / 1.15, most * 1.15] : paddedDomain(xs, 0.06),
    ...optional('ticks', xs.length <= 12 ? xs : undefined),
  };
  return linePanel({
    title: formatPoint(placed[0]?.others ?? {}),
    widthPx,
    heightPx: panelHeightPx,
    x,
    y: {
      title: scale.unit === 'count' ? metric.id : `${metric.id} (${unitLabel(scale.unit)})`,
      domain: [0, Math.max(...values) * 1.08 || 1],
    },
    style,
    rows,
    interval: 'whisker',
    line: 'straight',
    hasPoints: true,
  });
}

function rowOf(
  { series, at }: Placed,
  metric: MetricDefinition,
  { divisor }: DisplayScale,
): readonly LineRow[] {
  const summary = summaryOf(series, metric.id);
  if (summary === undefined) return [];
  const { median, medianInterval } = summary;
  const interval =
    medianInterval.kind === 'value'
      ? { lower: medianInterval.value.lower / divisor, upper: medianInterval.value.upper / divisor }
      : {};
  return [{ side: series.side, x: at, y: median / divisor, ...interval }];
}

function describe({ series }: Placed, metric: MetricDefinition, scale: DisplayScale): string {
  const summary = summaryOf(series, metric.id);
  if (summary === undefined) return `${series.label}: no value`;
  return `${series.label}: median ${formatWithUnit(summary.median, scale)}, ${intervalText(summary, scale)}, n = ${summary.count}`;
}

/** Of the first side: from the least to the greatest value of the parameter. */
function findingText(valued: readonly Placed[], { metric, scale, over }: Shown): string {
  const [first] = valued;
  const own = valued
    .filter(
      ({ series, others }) =>
        series.side === first?.series.side && JSON.stringify(others) === JSON.stringify(first.others),
    )
    .toSorted((one, other) => one.at - other.at);
  const texts = [own[0], own.at(-1)].flatMap((each) => {
    const summary = each === undefined ? undefined : summaryOf(each.series, metric.id);
    return each === undefined || summary === undefined
      ? []
      : [`${formatWithUnit(summary.median, scale)} at ${over}=${each.at}`];
  });
  return `${first === undefined ? '' : nameOf(first, valued)}${metric.id} goes from ${texts.join(' to ')}.`;
}

/** Whose numbers a sentence tells, where there are others. */
function nameOf({ series, others }: Placed, all: readonly Placed[]): string {
  const hasSides = all.some((each) => each.series.side !== series.side);
  const parts = [formatPoint(others), hasSides ? series.side : ''].filter((part) => part !== '');
  return parts.length === 0 ? '' : `${parts.join(' ')}: `;
}
