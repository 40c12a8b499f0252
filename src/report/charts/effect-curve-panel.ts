import type { ChartEncoding, ChartLayer, ChartPanel } from '../render-charts.ts';
import { sideEncoding } from './side-encoding.ts';
import type { SeriesStyle } from './series-style.ts';
import { panelTitle, theme } from './theme.ts';

const panelHeightPx = 160;

/** A point of a curve over x; without edges it has no band. */
export interface CurvePoint {
  readonly side: string;
  readonly x: number;
  readonly y: number;
  readonly lower?: number;
  readonly upper?: number;
}

/** Curves over one x, against a margin. */
export interface EffectCurves {
  readonly title?: string;
  readonly widthPx: number;
  readonly points: readonly CurvePoint[];
  readonly style: SeriesStyle;
  readonly xAxis: {
    readonly title: string;
    readonly domain: readonly [number, number];
    readonly type: 'linear' | 'log';
    readonly values?: readonly number[];
    readonly format: string;
  };
  readonly yAxis: { readonly title: string; readonly domain: readonly [number, number] };
  /** Of no change, as an area. */
  readonly marginBand?: { readonly lower: number; readonly upper: number };
  /** Horizontal lines: no change, or the margin. */
  readonly lines: readonly { readonly y: number; readonly style: 'solid' | 'dashed' }[];
}

/** The margin behind, then bands, lines and points, each series with color and dash. */
export function effectCurvePanel(curves: EffectCurves): ChartPanel {
  const { color, strokeDash, shape } = sideEncoding(curves.style);
  return {
    width: curves.widthPx,
    height: panelHeightPx,
    ...(curves.title === undefined ? {} : { title: panelTitle(curves.title) }),
    layer: [
      ...marginLayers(curves),
      ...lineLayers(curves),
      bandLayer(curves, color),
      {
        data: { values: [...curves.points] },
        mark: { type: 'line', strokeWidth: 1.75 },
        encoding: { x: xEncoding(curves), y: yEncoding(curves, 'y'), color, strokeDash },
      },
      {
        data: { values: curves.points.map((point) => ({ ...point, point: point.side })) },
        mark: { type: 'point', filled: true, size: 30, opacity: 1 },
        encoding: { x: xEncoding(curves), y: yEncoding(curves, 'y'), color, shape },
      },
    ],
  };
}

function marginLayers(curves: EffectCurves): readonly ChartLayer[] {
  const { marginBand } = curves;
  if (marginBand === undefined) return [];
  return [
    {
      data: { values: [marginBand] },
      mark: { type: 'rect', color: theme.grid.light, clip: true },
      encoding: { y: yEncoding(curves, 'lower'), y2: { field: 'upper' } },
    },
  ];
}

function lineLayers(curves: EffectCurves): readonly ChartLayer[] {
  return curves.lines.map(({ y, style }) => ({
    data: { values: [{ y }] },
    mark: {
      type: 'rule',
      color: theme.ink.light,
      strokeWidth: 1,
      ...(style === 'dashed' ? { strokeDash: [5, 3] } : {}),
    },
    encoding: { y: yEncoding(curves, 'y') },
  }));
}

function bandLayer(curves: EffectCurves, color: NonNullable<ChartEncoding['color']>): ChartLayer {
  return {
    data: { values: curves.points.filter(({ lower }) => lower !== undefined) },
    mark: { type: 'area', opacity: 0.16, line: false },
    encoding: {
      x: xEncoding(curves),
      y: yEncoding(curves, 'lower'),
      y2: { field: 'upper' },
      color,
    },
  };
}

function xEncoding({ xAxis }: EffectCurves): NonNullable<ChartEncoding['x']> {
  const { title, domain, type, values, format } = xAxis;
  const scale =
    type === 'log'
      ? { type: 'log' as const, domain: [...domain], nice: false }
      : { domain: [...domain], nice: false, zero: false };
  return {
    field: 'x',
    type: 'quantitative',
    scale,
    axis: { title, format, grid: false, ...(values === undefined ? {} : { values: [...values] }) },
  };
}

function yEncoding({ yAxis }: EffectCurves, field: string): NonNullable<ChartEncoding['y']> {
  return {
    field,
    type: 'quantitative',
    scale: { domain: [...yAxis.domain], nice: false, zero: false },
    axis: { title: yAxis.title, tickCount: 5 },
  };
}
