import { unitLabel, type DisplayScale } from '../../model/format-number.ts';
import type { ChartEncoding, ChartLayer, ChartPanel } from '../render-charts.ts';
import { paddedDomain, type AxisDomain } from './axis-domain.ts';
import type { SeriesStyle } from './series-style.ts';
import { panelTitle, theme } from './theme.ts';

const stripWidthPx = 740;
const stripHeightPx = 84;
const crossShape = 'M-1,-1L1,1M1,-1L-1,1';
const armShapes: readonly string[] = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down'];

/** One trial. Without a value it stands on the axis. */
export type StripPoint = {
  readonly trial: string;
  /** Place in the run, from 1. */
  readonly number: number;
  readonly arm: string;
} & (
  { readonly kind: 'measured' | 'warmup'; readonly value: number } | { readonly kind: 'failed' | 'aborted' }
);

/** Where a block of the case lies in the run. */
export interface StripBlock {
  readonly from: number;
  readonly to: number;
}

/** One case in run order. Values are in the display unit. */
export interface Strip {
  readonly title: string;
  readonly scale: DisplayScale;
  readonly xDomain: AxisDomain;
  readonly style: SeriesStyle;
  readonly points: readonly StripPoint[];
  readonly blocks: readonly StripBlock[];
  readonly medians: readonly { readonly arm: string; readonly value: number }[];
}

/** Draws one strip. Each has its own stretch of values, since drift shows within a case; all share the run's order. */
export function stripPanel(strip: Strip, { isLast }: { readonly isLast: boolean }): ChartPanel {
  return {
    width: stripWidthPx,
    height: stripHeightPx,
    title: panelTitle(strip.title),
    layer: [
      bands(strip, isLast),
      ...medianLines(strip),
      valuePoints(strip, 'measured'),
      valuePoints(strip, 'warmup'),
      crosses(strip, 'failed'),
      crosses(strip, 'aborted'),
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

function valuePoints(strip: Strip, kind: 'measured' | 'warmup'): ChartLayer {
  const isMeasured = kind === 'measured';
  return {
    data: { values: strip.points.filter((point) => point.kind === kind) },
    mark: { type: 'point', filled: isMeasured, size: isMeasured ? 26 : 30, strokeWidth: 1.25, opacity: 1 },
    encoding: {
      x: { field: 'number', type: 'quantitative' },
      y: valueEncoding(strip),
      color: armColor(strip),
      shape: {
        field: 'arm',
        type: 'nominal',
        scale: { domain: strip.style.color.domain, range: [...armShapes] },
        legend: armLegend(strip),
      },
    },
  };
}

function crosses(strip: Strip, kind: 'failed' | 'aborted'): ChartLayer {
  const color = kind === 'failed' ? theme.failure.light : theme.muted.light;
  return {
    data: { values: strip.points.filter((point) => point.kind === kind) },
    mark: {
      type: 'point',
      shape: crossShape,
      filled: false,
      size: 60,
      strokeWidth: 2,
      opacity: 1,
      color,
      y: stripHeightPx,
    },
    encoding: { x: { field: 'number', type: 'quantitative' } },
  };
}

function valueEncoding(strip: Strip): NonNullable<ChartEncoding['y']> {
  const values = strip.points.flatMap((point) => ('value' in point ? point.value : []));
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
  return style.color.domain.length > 1 ? { orient: 'top', title: 'arm' } : null;
}
