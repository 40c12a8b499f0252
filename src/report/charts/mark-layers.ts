import type { ChartLayer } from '../render-charts.ts';
import { textWidthPx } from '../text-width.ts';
import { axisPositionPx, type AxisDomain } from './axis-domain.ts';
import { markLevels } from './mark-levels.ts';
import { chartFontPx, theme } from './theme.ts';

/** A moment with its words. */
export interface AxisMark {
  readonly x: number;
  readonly text: string;
  /** A change that was found is dashed; what is known from elsewhere is not. */
  readonly kind: 'known' | 'found';
}

const mostLevels = 4;
const lineHeightPx = 12;

/** Vertical lines through the plot with their words above it, on as many lines as they need. */
export function markLayers(
  marks: readonly AxisMark[],
  { domain, widthPx }: { readonly domain: AxisDomain; readonly widthPx: number },
): { readonly layers: readonly ChartLayer[]; readonly heightPx: number } {
  const sorted = marks.toSorted((one, other) => one.x - other.x);
  const texts = sorted.map(({ x, text }) => ({
    atPx: axisPositionPx(x, domain, widthPx),
    widthPx: textWidthPx(text, { sizePx: chartFontPx.small, isBold: false }),
  }));
  const levels = markLevels(texts, mostLevels);
  const values = sorted.map((mark, index) => ({
    ...mark,
    px: texts[index]?.atPx ?? 0,
    textY: -6 - lineHeightPx * (levels[index] ?? 0),
  }));
  const px = { type: 'quantitative', scale: null, axis: null } as const;
  const layers = (['known', 'found'] as const).map((kind): ChartLayer => ({
    data: { values: values.filter((mark) => mark.kind === kind) },
    mark: {
      type: 'rule',
      color: kind === 'found' ? theme.failure.light : theme.muted.light,
      strokeWidth: kind === 'found' ? 1.5 : 1,
      ...(kind === 'found' ? { strokeDash: [4, 3] } : {}),
    },
    encoding: { x: { field: 'px', ...px }, y: { field: 'textY', ...px }, y2: { value: 'height' } },
  }));
  const words: ChartLayer = {
    data: { values },
    mark: { type: 'text', align: 'left', dx: 3, fontSize: chartFontPx.small, color: theme.ink.light },
    encoding: {
      x: { field: 'px', ...px },
      y: { field: 'textY', ...px },
      text: { field: 'text', type: 'nominal' },
    },
  };
  const lines = levels.reduce((most, level) => Math.max(most, level + 1), 0);
  return { layers: [...layers, words], heightPx: lines * lineHeightPx };
}
