import { unitLabel } from '../../model/format-number.ts';
import type { ChartLayer, ChartPanel } from '../render-charts.ts';
import { plotWidthPx } from './interval-panel.ts';
import type { Curve, Plot } from './case-plots.ts';
import { chartFontPx, panelTitle, theme } from './theme.ts';
import { seriesShapes } from './series-style.ts';
import { thin } from './thin.ts';
import { valueAxisTitle } from './value-axis.ts';
import { colorEncoding, lineEncoding, valueEncoding } from './value-encoding.ts';

const curveHeightPx = 210;
/** A curve of more is drawn by some of its steps: 1 of 500 is less than half a pixel. */
const mostSteps = 500;
/** A wider band holds nearly every curve and hides the others: that of fewer than 30 trials. */
const widestBand = 0.25;
const textGapPx = 8;
const lineHeightPx = 11;

/** Of which quantiles a curve has marks. Each has its height, which words at the edge name; a shape tells the curves apart. */
const markProbabilities = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 } as const;

export type MarkedQuantile = keyof typeof markProbabilities;

/** The band of a curve, the steps, and marks at its quantiles. A step is rank / n, so that the curve ends at 1. */
export function ecdfPanel(plot: Plot): ChartPanel {
  return {
    width: plotWidthPx,
    height: curveHeightPx,
    ...(plot.title === undefined ? {} : { title: panelTitle(plot.title) }),
    layer: [bandLayer(plot), stepLayer(plot), ...markLayers(plot)],
  };
}

/** Whether a curve has its band. */
export function hasBand({ figure }: Curve): boolean {
  return figure.bandHalfWidth < widestBand;
}

/** Those quantiles of which the trials suffice, with their values in the display unit. */
export function marksOf(
  { summary }: Curve,
  { scale }: Pick<Plot, 'scale'>,
): readonly { readonly quantile: MarkedQuantile; readonly value: number }[] {
  const { median, medianInterval, p90, p95, p99 } = summary;
  const middle = medianInterval.kind === 'value' ? { kind: 'value' as const, value: median } : medianInterval;
  const marks = [
    { quantile: 'p50', estimate: middle },
    { quantile: 'p90', estimate: p90 },
    { quantile: 'p95', estimate: p95 },
    { quantile: 'p99', estimate: p99 },
  ] as const;
  return marks.flatMap(({ quantile, estimate }) =>
    estimate.kind === 'value' ? [{ quantile, value: estimate.value / scale.divisor }] : [],
  );
}

/** Of how many steps one is drawn; 1 where all are. */
export function stepOf({ values }: Curve): number {
  return stepsOf(values).step;
}

interface Step {
  readonly value: number;
  readonly rank: number;
  readonly share: number;
}

function stepsOf(values: readonly number[]): { readonly steps: readonly Step[]; readonly step: number } {
  const all = values.map((value, index) => ({ value, rank: index + 1, share: (index + 1) / values.length }));
  const { items, step } = thin(all, { most: mostSteps, isAlways: () => false });
  return { steps: items, step };
}

function stepLayer(plot: Plot): ChartLayer {
  const rows = plot.curves.flatMap(({ values }, index) =>
    [{ value: values[0] ?? 0, rank: 0, share: 0 }, ...stepsOf(values).steps].map((step) => ({
      series: plot.labels[index],
      ...step,
    })),
  );
  return {
    data: { values: rows },
    mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1.75 },
    encoding: {
      x: valueEncoding(plot, { field: 'value', title: axisTitleOf(plot) }),
      y: {
        field: 'share',
        type: 'quantitative',
        scale: { domain: [0, 1], nice: false },
        axis: { title: 'share of trials', values: [0, 0.25, 0.5, 0.75, 1], format: '.2~f' },
      },
      order: { field: 'rank', type: 'quantitative' },
      ...lineEncoding(plot),
    },
  };
}

function axisTitleOf(plot: Plot): string {
  return valueAxisTitle(`${plot.metric.id} (${unitLabel(plot.scale.unit)})`, plot.axis);
}

/** From end to end of the axis: also below the least and above the greatest value the true curve may be another. */
function bandLayer(plot: Plot): ChartLayer {
  const [from, to] = plot.axis.domain;
  const rows = plot.curves.flatMap((curve, index) => {
    const { bandHalfWidth: half } = curve.figure;
    if (!hasBand(curve)) return [];
    const edges = [{ value: from, share: 0 }, ...stepsOf(curve.values).steps, { value: to, share: 1 }];
    return edges.map(({ value, share }) => ({
      series: plot.labels[index],
      value,
      lower: Math.max(0, share - half),
      upper: Math.min(1, share + half),
    }));
  });
  return {
    data: { values: rows },
    mark: { type: 'area', interpolate: 'step-after', opacity: 0.13, line: false },
    encoding: {
      x: valueEncoding(plot, { field: 'value', title: axisTitleOf(plot) }),
      y: { field: 'lower', type: 'quantitative' },
      y2: { field: 'upper' },
      color: colorEncoding(plot),
    },
  };
}

function markLayers(plot: Plot): readonly ChartLayer[] {
  const rows = plot.curves.flatMap((curve, index) =>
    marksOf(curve, plot).map(({ quantile, value }) => ({
      series: plot.labels[index],
      quantile,
      value,
      share: markProbabilities[quantile],
    })),
  );
  const quantiles = [...new Set(rows.map(({ quantile }) => quantile))];
  const guides = guidesOf(quantiles);
  const shape = {
    field: 'series',
    type: 'nominal',
    scale: { domain: plot.style.color.domain, range: seriesShapes(plot.labels.length) },
    legend: null,
  } as const;
  return [
    {
      data: { values: rows },
      mark: { type: 'point', filled: true, size: 42, opacity: 1 },
      encoding: {
        x: valueEncoding(plot, { field: 'value', title: axisTitleOf(plot) }),
        y: { field: 'share', type: 'quantitative' },
        color: colorEncoding(plot),
        shape,
      },
    },
    {
      data: { values: guides },
      mark: {
        type: 'text',
        align: 'left',
        x: plotWidthPx + textGapPx,
        fontSize: chartFontPx.small,
        color: theme.muted.light,
      },
      encoding: {
        y: { field: 'textY', type: 'quantitative', scale: null, axis: null },
        text: { field: 'quantile', type: 'nominal' },
      },
    },
  ];
}

/** Words at the height of each quantile, or so far above it that none is over another. */
function guidesOf(
  quantiles: readonly MarkedQuantile[],
): readonly { readonly quantile: MarkedQuantile; readonly textY: number }[] {
  let below = Infinity;
  return quantiles
    .toSorted((one, other) => markProbabilities[one] - markProbabilities[other])
    .map((quantile) => {
      const textY = Math.min(curveHeightPx * (1 - markProbabilities[quantile]), below - lineHeightPx);
      below = textY;
      return { quantile, textY };
    });
}
