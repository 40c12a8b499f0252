import type { ChartLayer, ChartPanel } from '../render-charts.ts';
import type { Grid, GridAxis } from './heat-map-grid.ts';
import { chartFontPx, onPhaseInk, panelTitle, theme } from './theme.ts';

export const cellWidthPx = 96;
export const cellHeightPx = 46;
/** Left of the plot, for the rows' values and their name. */
export const rowLabelsPx = 90;

/** Each keeps 4.5:1 under `onPhaseInk`, and so does whatever lies between two of them in RGB. */
export const heatColors = {
  less: '#7db8e8',
  neutral: '#f1f2f4',
  more: '#f5a86c',
  low: '#eaf2fa',
  high: '#6fb0e8',
} as const;

/** What stands at one point. */
export interface HeatCell {
  readonly column: string;
  readonly row: string;
  /** What the colour stands for; absent for a cell that has none. */
  readonly value?: number;
  readonly text: string;
  /** Below it, small: the verdict, or the number of trials. */
  readonly note: string;
  /** Nothing is to be concluded from it: it is hatched. */
  readonly isDoubtful: boolean;
}

/** How values become colours. */
export type HeatScale =
  | { readonly kind: 'ratio'; readonly reach: number }
  | { readonly kind: 'value'; readonly domain: readonly [number, number] };

/** One plane of cells. */
export interface HeatMap {
  readonly title: string;
  readonly grid: Grid;
  readonly cells: readonly HeatCell[];
  readonly scale: HeatScale;
}

/** Draws one plane: values printed in their cells, so that no colour has to be looked up. */
export function heatMapPanel({ title, grid, cells, scale }: HeatMap): ChartPanel {
  return {
    width: { step: cellWidthPx },
    height: { step: cellHeightPx },
    title: panelTitle(title),
    encoding: {
      x: { ...placeOf('column', grid.columns), axis: axisOf(grid.columns, 'top') },
      y: { ...placeOf('row', grid.rows), axis: axisOf(grid.rows, 'left') },
    },
    layer: [
      {
        data: { values: cells.filter(({ value }) => value === undefined) },
        mark: { type: 'rect', fill: 'transparent', stroke: theme.rule.light, strokeDash: [3, 3] },
      },
      colouredCells(cells, scale),
      {
        data: { values: cells.filter(({ isDoubtful }) => isDoubtful) },
        mark: {
          type: 'point',
          shape: hatchPath(),
          size: 4,
          filled: false,
          stroke: theme.muted.light,
          strokeWidth: 0.9,
          opacity: 1,
        },
      },
      ...cellTexts(cells),
    ],
  };
}

function placeOf(
  field: 'column' | 'row',
  { values }: GridAxis,
): { readonly field: string; readonly type: 'nominal'; readonly scale: { readonly domain: string[] } } {
  return { field, type: 'nominal', scale: { domain: values.map(String) } };
}

function axisOf(
  { name }: GridAxis,
  orient: 'top' | 'left',
): {
  readonly title: string;
  readonly orient: 'top' | 'left';
  readonly labelAngle: 0;
  readonly ticks: false;
  readonly domain: false;
  readonly labelLimit: number;
} {
  return { title: name, orient, labelAngle: 0, ticks: false, domain: false, labelLimit: cellWidthPx - 6 };
}

function colouredCells(cells: readonly HeatCell[], scale: HeatScale): ChartLayer {
  const { less, neutral, more, low, high } = heatColors;
  return {
    data: { values: cells.filter(({ value }) => value !== undefined) },
    mark: { type: 'rect', stroke: theme.paper.light, strokeWidth: 1.5 },
    encoding: {
      color: {
        field: 'value',
        type: 'quantitative',
        scale:
          scale.kind === 'ratio'
            ? {
                type: 'log',
                domain: [1 / scale.reach, 1, scale.reach],
                range: [less, neutral, more],
                interpolate: 'rgb',
              }
            : {
                type: 'linear',
                domain: [...scale.domain],
                range: [low, high],
                interpolate: 'rgb',
                zero: false,
                nice: false,
              },
        legend: null,
      },
    },
  };
}

/** Ink on a coloured cell is the same in both appearances, as the cell is; on the paper it follows the paper. */
function cellTexts(cells: readonly HeatCell[]): readonly ChartLayer[] {
  return [true, false].flatMap((isColoured) => {
    const values = cells.filter(({ value }) => (value !== undefined) === isColoured);
    const color = isColoured ? onPhaseInk : theme.ink.light;
    return [
      { field: 'text', dy: -6, fontSize: chartFontPx.title, fontWeight: 'bold' as const },
      { field: 'note', dy: 8, fontSize: chartFontPx.small },
    ].map(({ field, ...style }): ChartLayer => ({
      data: { values },
      mark: { type: 'text', color, limit: cellWidthPx - 6, ...style },
      encoding: { text: { field, type: 'nominal' } },
    }));
  });
}

/** Short slanted lines along the upper and the lower edge of a cell: its middle is for the text. In pixels at size 4. */
function hatchPath(): string {
  const [right, bottom] = [cellWidthPx / 2 - 3, cellHeightPx / 2 - 2];
  const depth = 6;
  const count = Math.floor((2 * right - depth) / depth) + 1;
  return Array.from({ length: count }, (_, index) => {
    const x = -right + index * depth;
    return `M${x},${depth - bottom}L${x + depth},${-bottom}M${x},${bottom}L${x + depth},${bottom - depth}`;
  }).join('');
}
