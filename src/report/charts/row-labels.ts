import type { ChartLayer } from '../render-charts.ts';
import { textWidthPx } from '../text-width.ts';
import { chartFontPx, theme } from './theme.ts';

/** A row names what it shows and how many trials it stands on. */
export interface RowText {
  readonly series: string;
  readonly counts: string;
}

const widestPx = 300;
const gapPx = 10;

/** Width of the column left of the plot that holds the labels, gap included; longer labels are cut with an ellipsis. */
export function rowLabelsPx(rows: readonly RowText[]): number {
  const widths = rows.flatMap(({ series, counts }) => [
    textWidthPx(series, { sizePx: chartFontPx.label, isBold: false }),
    textWidthPx(counts, { sizePx: chartFontPx.small, isBold: false }),
  ]);
  return Math.ceil(Math.min(widestPx, Math.max(...widths))) + gapPx;
}

/** Label and counts in two lines, so far left of the plot, for panels whose y is the field `series`. */
export function rowLabels(rows: readonly RowText[], columnPx: number): readonly ChartLayer[] {
  const lines = [
    { field: 'series', dy: -7, color: theme.ink.light, fontSize: chartFontPx.label },
    { field: 'counts', dy: 7, color: theme.muted.light, fontSize: chartFontPx.small },
  ];
  return lines.map(({ field, ...style }) => ({
    data: { values: [...rows] },
    mark: { type: 'text', align: 'left', x: -columnPx, limit: widestPx + 1, ...style },
    encoding: { text: { field, type: 'nominal' } },
  }));
}
