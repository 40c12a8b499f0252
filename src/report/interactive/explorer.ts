import { unitLabel, type DisplayScale } from '../../model/format-number.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import { hasOrder } from '../../model/imported-run.ts';
import type { ReportedRun } from '../../model/report.ts';
import { sidesOf, type BenchmarkView } from '../benchmark-view.ts';
import { paddedDomain } from '../charts/axis-domain.ts';
import { chartConfig, chartFontPx, panelTitle, theme } from '../charts/theme.ts';
import { seriesStyle } from '../charts/series-style.ts';
import { metricScale } from '../metric-scale.ts';
import type { ChartEncoding, ChartPanel, ChartSpec } from '../render-charts.ts';
import { headlineMetric, summaryOf } from '../series.ts';
import { textWidthPx } from '../text-width.ts';
import { dotsOf, type Dot } from './explorer-dots.ts';
import { thinSeries } from './thin-series.ts';

/** More dots than this neither draw at once nor can be told apart. */
const mostDots = 2_000;
const widthPx = 720;
const everything = 'all';
/** Of a legend: where a label is cut, and a symbol with the room around it. */
const mostLabelPx = 320;
const symbolPx = 32;

/** A picture that a reader can ask: what stands under the pointer, and where the trials of a stretch of the run lie. */
export interface Explorer {
  readonly title: string;
  readonly sentence: string;
  readonly spec: ChartSpec;
}

/**
 * Run order and distribution of the headline as one interactive picture. A stretch that is brushed in the run order stays
 * dark in the distribution; nothing is computed anew, every dot keeps its place.
 */
export function explorerOf(view: BenchmarkView): Explorer | undefined {
  const { benchmark, series } = view;
  const metric = headlineMetric(benchmark);
  if (metric === undefined) return undefined;
  const scale = metricScale(
    series.flatMap((one) => summaryOf(one, metric.id) ?? []),
    metric,
  );
  const ordered = series.filter(({ run }) => hasOrder(run.manifest));
  const offsets = offsetsOf(view.runs);
  const bySeries = ordered.map((one) => dotsOf(one, { metric, scale, offset: offsets.get(one.run) ?? 0 }));
  const dots = thinSeries(bySeries, mostDots);
  if (dots.length === 0) return undefined;
  const total = bySeries.flat().length;
  return {
    title: `Explore ${metric.id}`,
    sentence: [
      'Drag over the upper picture to follow trials into the lower one, point at a dot for its trial, and choose a case, a side or a run.',
      ...(dots.length < total
        ? [
            `Shown are ${dots.length} of ${total} trials: of each case and side of a run the first and the last, and between them evenly many in run order.`,
          ]
        : []),
    ].join(' '),
    spec: explorerSpec(dots, { view, metric, scale }),
  };
}

/** How many trials are planned before each run, where one comes after the other. */
function offsetsOf(runs: readonly ReportedRun[]): ReadonlyMap<ReportedRun, number> {
  const offsets = new Map<ReportedRun, number>();
  let count = 0;
  for (const run of runs.filter(({ manifest }) => hasOrder(manifest))) {
    offsets.set(run, count);
    count += run.manifest.plan.blocks.reduce((sum, { trials }) => sum + trials.length, 0);
  }
  return offsets;
}

interface ExplorerFrame {
  readonly view: BenchmarkView;
  readonly metric: MetricDefinition;
  readonly scale: DisplayScale;
}

function explorerSpec(dots: readonly Dot[], frame: ExplorerFrame): ChartSpec {
  const cases = [...new Set(dots.map((dot) => dot.case))];
  const runs = [...new Set(dots.map((dot) => dot.run))];
  const sides = sidesOf(frame.view);
  const choices = [
    { name: 'chosenCase', label: 'case ', values: cases, field: 'case' },
    // Where each side is a run, one choice says it all.
    {
      name: 'chosenSide',
      label: 'side ',
      values: sides.every((side) => runs.includes(side)) ? [] : sides,
      field: 'side',
    },
    { name: 'chosenRun', label: 'run ', values: runs, field: 'run' },
  ].filter(({ values }) => values.length > 1);
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: theme.paper.light,
    config: chartConfig(),
    spacing: 16,
    data: { values: [...dots] },
    params: choices.map(({ name, label, values }) => ({
      name,
      value: everything,
      bind: { input: 'select', name: label, options: [everything, ...values] },
    })),
    transform: choices.map(({ name, field }) => ({
      filter: `${name} === '${everything}' || datum.${field} === ${name}`,
    })),
    vconcat: [orderPanel(dots, frame), distributionPanel(dots, frame)],
  };
}

function orderPanel(dots: readonly Dot[], frame: ExplorerFrame): ChartPanel {
  const hasSeveralRuns = dots.some(({ run }) => run !== dots[0]?.run);
  return {
    width: widthPx,
    height: 220,
    title: panelTitle('In run order'),
    params: [{ name: 'stretch', select: { type: 'interval', encodings: ['x', 'y'] } }],
    mark: { type: 'point', filled: true, size: 34 },
    encoding: {
      x: {
        field: 'place',
        type: 'quantitative',
        scale: { domain: [0, Math.max(...dots.map(({ place }) => place)) + 1], nice: false },
        axis: { title: hasSeveralRuns ? 'trial, run after run' : 'trial, in run order', tickMinStep: 1 },
      },
      y: valueEncoding(dots, frame),
      ...markEncoding(frame),
    },
  };
}

function distributionPanel(dots: readonly Dot[], frame: ExplorerFrame): ChartPanel {
  return {
    width: widthPx,
    height: 220,
    title: panelTitle('Distribution', 'each trial at the share of its case and side up to it'),
    transform: [{ filter: 'isValid(datum.share)' }],
    mark: { type: 'point', filled: true, size: 34 },
    encoding: {
      x: valueEncoding(dots, frame),
      y: {
        field: 'share',
        type: 'quantitative',
        scale: { domain: [0, 1], nice: false },
        axis: { title: 'share of trials', format: '.2~f' },
      },
      ...markEncoding(frame),
    },
  };
}

function valueEncoding(
  dots: readonly Dot[],
  { metric, scale }: ExplorerFrame,
): NonNullable<ChartEncoding['y']> {
  const domain = paddedDomain(
    dots.map(({ value }) => value),
    0.05,
  );
  return {
    field: 'value',
    type: 'quantitative',
    scale: { domain: [...domain], nice: false, zero: false },
    axis: { title: `${metric.id} (${unitLabel(scale.unit)})` },
  };
}

function markEncoding({ view, metric }: ExplorerFrame): ChartEncoding {
  const sides = sidesOf(view);
  const style = seriesStyle(sides);
  const legend =
    sides.length > 1 ? ({ orient: 'top', title: 'side', columns: legendColumns(sides) } as const) : null;
  return {
    color: { field: 'side', type: 'nominal', scale: style.color, legend },
    shape: { field: 'side', type: 'nominal', scale: { domain: [...sides] }, legend },
    opacity: { condition: { param: 'stretch', value: 0.9 }, value: 0.12 },
    tooltip: [
      { field: 'trial', type: 'nominal', title: 'trial' },
      { field: 'text', type: 'nominal', title: metric.id },
      { field: 'case', type: 'nominal', title: 'case' },
      { field: 'side', type: 'nominal', title: 'side' },
      { field: 'run', type: 'nominal', title: 'run' },
      { field: 'seed', type: 'nominal', title: 'seed' },
      { field: 'number', type: 'nominal', title: 'place in the run' },
      { field: 'block', type: 'nominal', title: 'block' },
      { field: 'startedAt', type: 'nominal', title: 'started at' },
      { field: 'noise', type: 'nominal', title: 'noise' },
    ],
  };
}

/** As many entries a row as the picture has room for: a longer one would make it wider than its place. */
function legendColumns(sides: readonly string[]): number {
  const widest = Math.max(
    ...sides.map((side) =>
      Math.min(textWidthPx(side, { sizePx: chartFontPx.label, isBold: false }), mostLabelPx),
    ),
  );
  return Math.max(1, Math.floor(widthPx / (widest + symbolPx)));
}
