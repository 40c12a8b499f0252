import { formatScaled, unitLabel, type DisplayScale } from '../../model/format-number.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import { noiseMetrics, noiseSamples } from '../../model/noise-metrics.ts';
import { hasOrder } from '../../model/imported-run.ts';
import type { TrialRecord } from '../../model/trial.ts';
import { sidesOf, type BenchmarkView } from '../benchmark-view.ts';
import { paddedDomain } from '../charts/axis-domain.ts';
import { chartConfig, panelTitle, theme } from '../charts/theme.ts';
import { seriesStyle } from '../charts/series-style.ts';
import { metricScale } from '../metric-scale.ts';
import type { ChartEncoding, ChartPanel, ChartSpec } from '../render-charts.ts';
import { headlineMetric, summaryOf, type Series } from '../series.ts';
import { thinEvenly } from './thin-evenly.ts';

/** More dots than this neither draw at once nor can be told apart. */
const mostDots = 2_000;
const widthPx = 720;
const everything = 'all';

/** A picture that a reader can ask: what stands under the pointer, and where the trials of a stretch of the run lie. */
export interface Explorer {
  readonly title: string;
  readonly sentence: string;
  readonly spec: ChartSpec;
}

/** One trial that gave a value; what a tooltip tells of it. Numbers in the display unit, texts ready to read. */
interface Dot {
  readonly trial: string;
  readonly run: string;
  readonly case: string;
  readonly side: string;
  readonly number: number;
  readonly block: number;
  readonly seed: number;
  readonly startedAt: string;
  readonly value: number;
  readonly text: string;
  /** Rank over the count of its case and side; absent for a trial that is in no statistic. */
  readonly share?: number;
  readonly noise: string;
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
  const all = ordered.flatMap((one) => dotsOf(one, metric, scale));
  if (all.length === 0) return undefined;
  const dots = thinEvenly(all, mostDots);
  return {
    title: `Explore ${metric.id}`,
    sentence: [
      'Drag over the upper picture to follow trials into the lower one, point at a dot for its trial, and choose a case or a side.',
      ...(dots.length < all.length
        ? [
            `Shown are ${dots.length} of ${all.length} trials: the first and the last, and between them evenly many in run order.`,
          ]
        : []),
    ].join(' '),
    spec: explorerSpec(dots, { view, metric, scale }),
  };
}

function dotsOf(series: Series, metric: MetricDefinition, scale: DisplayScale): readonly Dot[] {
  const { run, measured, caseLabel, side, trials } = series;
  const numbers = trialNumbers(run.manifest.plan);
  const ranks = new Map(
    measured
      .flatMap(({ trialId, samples }) => {
        const value = samples[metric.id];
        return value === undefined ? [] : [{ trialId, value }];
      })
      .sort((one, other) => one.value - other.value)
      .map(({ trialId }, index, { length }) => [trialId, (index + 1) / length] as const),
  );
  return trials.flatMap((trial): readonly Dot[] => {
    const value = trial.samples[metric.id];
    if (trial.outcome.status !== 'ok' || value === undefined) return [];
    const share = ranks.get(trial.trialId);
    return [
      {
        trial: trial.trialId,
        run: run.label,
        case: caseLabel,
        side,
        number: numbers.get(trial.trialId) ?? 0,
        block: trial.block,
        seed: run.manifest.plan.seed,
        startedAt: trial.startedAt ?? 'not told',
        value: value / scale.divisor,
        text: `${formatScaled(value, scale)} ${unitLabel(scale.unit)}`,
        ...(share === undefined ? {} : { share }),
        noise: noiseText(trial),
      },
    ];
  });
}

/** What happened beside the trial, as far as anything did. */
function noiseText(trial: TrialRecord): string {
  const samples = noiseSamples(trial);
  const told = noiseMetrics().flatMap(({ id, unit }) => {
    const value = samples[id];
    if (value === undefined || value === 0) return [];
    const name = id.slice(id.indexOf('.') + 1).replaceAll('_', ' ');
    return [`${name} ${Math.round(value)}${unit === 'count' ? '' : ` ${unitLabel(unit)}`}`];
  });
  return told.length === 0 ? 'nothing seen' : told.join(', ');
}

function trialNumbers(plan: Series['run']['manifest']['plan']): ReadonlyMap<string, number> {
  const ids = plan.blocks.flatMap(({ trials }) => trials.map(({ id }) => id));
  return new Map(ids.map((id, index) => [id, index + 1]));
}

interface ExplorerFrame {
  readonly view: BenchmarkView;
  readonly metric: MetricDefinition;
  readonly scale: DisplayScale;
}

function explorerSpec(dots: readonly Dot[], frame: ExplorerFrame): ChartSpec {
  const cases = [...new Set(dots.map((dot) => dot.case))];
  const choices = [
    { name: 'chosenCase', label: 'case ', values: cases, field: 'case' },
    { name: 'chosenSide', label: 'side ', values: sidesOf(frame.view), field: 'side' },
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
  return {
    width: widthPx,
    height: 220,
    title: panelTitle('In run order'),
    params: [{ name: 'stretch', select: { type: 'interval', encodings: ['x', 'y'] } }],
    mark: { type: 'point', filled: true, size: 34 },
    encoding: {
      x: {
        field: 'number',
        type: 'quantitative',
        scale: { domain: [0, Math.max(...dots.map(({ number }) => number)) + 1], nice: false },
        axis: { title: 'trial, in run order', tickMinStep: 1 },
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
  const legend = sides.length > 1 ? ({ orient: 'top', title: 'side' } as const) : null;
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
