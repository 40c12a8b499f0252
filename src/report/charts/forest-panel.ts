import type { Verdict } from '../../model/comparison.ts';
import type { ChartEncoding, ChartLayer, ChartPanel } from '../render-charts.ts';
import { rowLabels, rowLabelsPx } from './row-labels.ts';
import { theme } from './theme.ts';

const plotWidthPx = 300;
const rowHeightPx = 38;
const textGapPx = 14;

/** One comparison. Ratios; 1 is no change. */
export interface ForestRow {
  readonly series: string;
  readonly counts: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly marginLower: number;
  readonly marginUpper: number;
  readonly verdict: Verdict;
  /** The verdict's word with its numbers: no colour says anything alone. */
  readonly text: string;
}

const shapes: Readonly<Record<Verdict, string>> = {
  regressed: 'triangle-right',
  improved: 'triangle-left',
  equivalent: 'circle',
  inconclusive: 'diamond',
  invalid: 'cross',
};

/** Names left, intervals in the middle on a logarithmic axis in per cent, verdicts right. */
export function forestPanel(rows: readonly ForestRow[], { reach }: { readonly reach: number }): ChartPanel {
  const values = [...rows];
  const verdicts = [...new Set(rows.map(({ verdict }) => verdict))];
  return {
    width: plotWidthPx,
    height: { step: rowHeightPx },
    encoding: {
      y: {
        field: 'series',
        type: 'nominal',
        scale: { domain: rows.map(({ series }) => series) },
        axis: null,
      },
    },
    layer: [
      marginBand(rows, reach),
      {
        data: { values: [{ one: 1 }] },
        mark: { type: 'rule', color: theme.ink.light, strokeWidth: 1 },
        encoding: { x: ratioEncoding(reach, 'one'), y: { value: 0 }, y2: { value: 'height' } },
      },
      {
        data: { values },
        mark: { type: 'rule', color: theme.ink.light, strokeWidth: 2 },
        encoding: { x: ratioEncoding(reach, 'lower'), x2: { field: 'upper' } },
      },
      {
        data: { values },
        mark: { type: 'point', filled: true, size: 90, opacity: 1, color: theme.ink.light },
        encoding: {
          x: ratioEncoding(reach, 'estimate'),
          shape: {
            field: 'verdict',
            type: 'nominal',
            scale: { domain: verdicts, range: verdicts.map((verdict) => shapes[verdict]) },
            legend: null,
          },
        },
      },
      {
        data: { values },
        mark: { type: 'text', align: 'left', x: plotWidthPx + textGapPx, color: theme.ink.light, limit: 400 },
        encoding: { text: { field: 'text', type: 'nominal' } },
      },
      ...rowLabels(values, rowLabelsPx(values)),
    ],
  };
}

/** Each row has its own margin, since its absolute part weighs more where the base is small. */
function marginBand(rows: readonly ForestRow[], reach: number): ChartLayer {
  // A margin of 100 % has no lower end.
  const values = rows.map((row) => ({ ...row, marginLower: Math.max(row.marginLower, Math.exp(-reach)) }));
  return {
    data: { values },
    mark: { type: 'bar', color: theme.grid.light, height: { band: 0.9 } },
    encoding: { x: ratioEncoding(reach, 'marginLower'), x2: { field: 'marginUpper' } },
  };
}

/** How far the axis reaches to both sides of no change, as a logarithm: as far as anything drawn, and some more. */
export function reachOf(rows: readonly ForestRow[]): number {
  const ends = rows
    .flatMap(({ lower, upper, marginLower, marginUpper }) => [lower, upper, marginLower, marginUpper])
    .filter((ratio) => ratio > 0 && ratio < Infinity);
  return Math.max(...ends.map((ratio) => Math.abs(Math.log(ratio))), Math.log(1.01)) * 1.08;
}

function ratioEncoding(reach: number, field: string): NonNullable<ChartEncoding['x']> {
  return {
    field,
    type: 'quantitative',
    scale: { type: 'log', domain: [Math.exp(-reach), Math.exp(reach)], nice: false },
    axis: {
      title: 'change (%)',
      values: ticksOf(reach),
      labelExpr: "(datum.value > 1 ? '+' : '') + format((datum.value - 1) * 100, '.3~g')",
      grid: true,
    },
  };
}

/** Round changes in per cent: none, and two on either side. */
function ticksOf(reach: number): number[] {
  const steps = [0.5, 1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];
  const farthest = (end: number): readonly number[] => {
    const fitting = steps.filter((step) => step < 100 * end);
    return [fitting.at(-1), fitting.at(-3)].flatMap((step) => step ?? []);
  };
  const losses = farthest(1 - Math.exp(-reach)).map((step) => 1 - step / 100);
  const gains = farthest(Math.exp(reach) - 1).map((step) => 1 + step / 100);
  return [...losses, 1, ...gains].sort((first, second) => first - second);
}
