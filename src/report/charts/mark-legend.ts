import type { ChartLayer, ChartPanel } from '../render-charts.ts';
import { textWidthPx } from '../text-width.ts';
import { chartFontPx, theme } from './theme.ts';

const crossShape = 'M-1,-1L1,1M1,-1L-1,1';
const plusShape = 'M-1,0L1,0M0,-1L0,1';

export type RunMark = 'warmup' | 'first' | 'invalid' | 'noisy' | 'failed' | 'aborted';

interface MarkStyle {
  readonly shape: string;
  readonly filled: boolean;
  readonly size: number;
  readonly strokeWidth?: number;
  readonly strokeDash?: number[];
  readonly color: string;
}

/** How each mark of a run looks; each has a shape of its own, so that none is told by its color. */
export const markStyles: Readonly<Record<RunMark, MarkStyle>> = {
  warmup: { shape: 'circle', filled: false, size: 30, strokeWidth: 1.25, color: theme.ink.light },
  first: { shape: 'circle', filled: false, size: 110, strokeWidth: 1, color: theme.ink.light },
  invalid: {
    shape: 'square',
    filled: false,
    size: 110,
    strokeWidth: 1.25,
    strokeDash: [3, 2],
    color: theme.failure.light,
  },
  noisy: { shape: 'triangle-down', filled: true, size: 46, color: theme.failure.light },
  failed: { shape: crossShape, filled: false, size: 60, strokeWidth: 2, color: theme.failure.light },
  aborted: { shape: plusShape, filled: false, size: 60, strokeWidth: 2, color: theme.muted.light },
};

/** A mark that a chart has, in words. */
export interface MarkText {
  readonly mark: RunMark;
  readonly text: string;
}

const rowHeightPx = 18;
const symbolPx = 16;
const gapPx = 20;

interface PlacedMark extends MarkText {
  readonly x: number;
  readonly y: number;
  readonly textX: number;
}

/** What each mark means, beside the mark, in as many rows as it takes. */
export function markLegend(marks: readonly MarkText[], widthPx: number): ChartPanel {
  const placed = placeMarks(marks, widthPx);
  const rows = Math.max(0, ...placed.map(({ y }) => y)) + rowHeightPx / 2;
  return {
    width: widthPx,
    height: rows,
    layer: [
      ...placed.map(symbolLayer),
      {
        data: { values: [...placed] },
        mark: { type: 'text', align: 'left', fontSize: chartFontPx.label, color: theme.ink.light },
        encoding: { x: pixels('textX'), y: pixels('y'), text: { field: 'text', type: 'nominal' } },
      },
    ],
  };
}

function placeMarks(marks: readonly MarkText[], widthPx: number): readonly PlacedMark[] {
  let [left, row] = [0, 0];
  return marks.map((mark) => {
    const lengthPx = symbolPx + textWidthPx(mark.text, { sizePx: chartFontPx.label, isBold: false });
    if (left > 0 && left + lengthPx > widthPx) [left, row] = [0, row + 1];
    const x = left;
    left += lengthPx + gapPx;
    return { ...mark, x: x + symbolPx / 3, textX: x + symbolPx, y: (row + 0.5) * rowHeightPx };
  });
}

function symbolLayer(placed: PlacedMark): ChartLayer {
  return {
    data: { values: [placed] },
    mark: { type: 'point', opacity: 1, ...markStyles[placed.mark] },
    encoding: { x: pixels('x'), y: pixels('y') },
  };
}

function pixels(field: string): { field: string; type: 'quantitative'; scale: null; axis: null } {
  return { field, type: 'quantitative', scale: null, axis: null };
}
