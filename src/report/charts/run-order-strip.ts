import { unitLabel, type DisplayScale } from '../../model/format-number.ts';
import type { ChartEncoding, ChartLayer, ChartPanel } from '../render-charts.ts';
import { paddedDomain, type AxisDomain } from './axis-domain.ts';
import { markStyles } from './mark-legend.ts';
import type { PointKind, StripBlock, StripPoint } from './run-order-points.ts';
import { seriesShapes, type SeriesStyle } from './series-style.ts';
import { panelTitle, theme } from './theme.ts';

export const stripWidthPx = 740;
const stripHeightPx = 84;

/** One case in run order. Values are in the display unit. */
export interface Strip {
  readonly title: string;
  readonly scale: DisplayScale;
  readonly xDomain: AxisDomain;
  readonly style: SeriesStyle;
  readonly points: readonly StripPoint[];
  readonly blocks: readonly StripBlock[];
  readonly disturbed: readonly StripBlock[];
  readonly medians: readonly { readonly arm: string; readonly value: number }[];
}

/** Draws one strip. Each has its own stretch of values, since drift shows within a case; all share the run's order. */
export function stripPanel(strip: Strip, { isLast }: { readonly isLast: boolean }): ChartPanel {
  const of = (kind: PointKind): readonly StripPoint[] => strip.points.filter((point) => point.kind === kind);
  return {
    width: stripWidthPx,
    height: stripHeightPx,
    title: panelTitle(strip.title),
    layer: [
      bands(strip, isLast),
      disturbedFrames(strip),
      ...medianLines(strip),
      valuePoints(strip, of('measured'), 'filled'),
      valuePoints(strip, of('warmup'), 'hollow'),
      valuePoints(strip, of('invalid'), 'hollow'),
      firstRings(strip),
      edgeMarks(
        strip.points.filter(({ noise }) => noise !== undefined),
        'noisy',
      ),
      edgeMarks(of('failed'), 'failed'),
      edgeMarks(of('aborted'), 'aborted'),
    ],
  };
}

/** Also the layer that carries the axis below, since every strip has it. */
function bands({ blocks, xDomain }: Strip, isLast: boolean): ChartLayer {
  return {
    data: { values: [...blocks] },
    mark: { type: 'rect', color: theme.band.light },
    encoding: {
      x: {
        field: 'from',
        type: 'quantitative',
        scale: { domain: [...xDomain], nice: false, zero: false },
        axis: {
          title: isLast ? 'trial, in run order' : '',
          labels: isLast,
          grid: false,
          tickMinStep: 1,
          format: 'd',
        },
      },
      x2: { field: 'to' },
    },
  };
}

function disturbedFrames({ disturbed }: Strip): ChartLayer {
  return {
    data: { values: [...disturbed] },
    mark: {
      type: 'rect',
      fillOpacity: 0,
      stroke: theme.failure.light,
      strokeWidth: 1.25,
      strokeDash: [3, 2],
    },
    encoding: { x: { field: 'from', type: 'quantitative' }, x2: { field: 'to' } },
  };
}

/** Of several arms each has the dash of its curve: no colour says anything alone. */
function medianLines(strip: Strip): readonly ChartLayer[] {
  const { domain, range } = strip.style.dash;
  return domain.map((arm, index) => ({
    data: { values: strip.medians.filter((median) => median.arm === arm) },
    mark: {
      type: 'rule',
      strokeDash: (domain.length > 1 ? range[index] : undefined) ?? [4, 3],
      opacity: 0.8,
    },
    encoding: { y: valueEncoding(strip), color: armColor(strip) },
  }));
}

function valuePoints(strip: Strip, points: readonly StripPoint[], style: 'filled' | 'hollow'): ChartLayer {
  const isFilled = style === 'filled';
  return {
    data: { values: [...points] },
    mark: { type: 'point', filled: isFilled, size: isFilled ? 26 : 30, strokeWidth: 1.25, opacity: 1 },
    encoding: {
      x: { field: 'number', type: 'quantitative' },
      y: valueEncoding(strip),
      color: armColor(strip),
      shape: {
        field: 'arm',
        type: 'nominal',
        scale: { domain: strip.style.color.domain, range: seriesShapes(strip.style.color.domain.length) },
        legend: armLegend(strip),
      },
    },
  };
}

function firstRings(strip: Strip): ChartLayer {
  return {
    data: { values: strip.points.filter(({ isFirst, value }) => isFirst === true && value !== undefined) },
    mark: { type: 'point', opacity: 1, ...markStyles.first },
    encoding: { x: { field: 'number', type: 'quantitative' }, y: valueEncoding(strip) },
  };
}

/** What the trial's value has no part in: on the axis, or at the upper edge. */
function edgeMarks(points: readonly StripPoint[], kind: 'noisy' | 'failed' | 'aborted'): ChartLayer {
  return {
    data: { values: [...points] },
    mark: {
      type: 'point',
      opacity: 1,
      ...markStyles[kind],
      y: kind === 'noisy' ? 0 : stripHeightPx,
    },
    encoding: { x: { field: 'number', type: 'quantitative' } },
  };
}

function valueEncoding(strip: Strip): NonNullable<ChartEncoding['y']> {
  const values = strip.points.flatMap(({ value }) => value ?? []);
  return {
    field: 'value',
    type: 'quantitative',
    // A strip of failures alone has no values, and any stretch will do.
    scale: { domain: [...paddedDomain(values.length > 0 ? values : [0, 1], 0.08)], nice: false, zero: false },
    axis: {
      title: values.length > 0 ? unitLabel(strip.scale.unit) : '',
      labels: values.length > 0,
      tickCount: 4,
    },
  };
}

function armColor(strip: Strip): NonNullable<ChartEncoding['color']> {
  return { field: 'arm', type: 'nominal', scale: strip.style.color, legend: armLegend(strip) };
}

function armLegend({ style }: Strip): { readonly orient: 'top'; readonly title: string } | null {
  return style.color.domain.length > 1 ? { orient: 'top', title: '' } : null;
}
