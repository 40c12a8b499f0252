import { seriesColors, seriesDashes } from './theme.ts';

/** Scales that give each series, named by its key, its own pair of colour and dash. */
export interface SeriesStyle {
  readonly color: { readonly domain: string[]; readonly range: string[] };
  readonly dash: { readonly domain: string[]; readonly range: number[][] };
}

/** Keys in the order of the series; the pair repeats after thirty. */
export function seriesStyle(keys: readonly string[]): SeriesStyle {
  return {
    color: {
      domain: [...keys],
      range: keys.map((_, index) => seriesColors[index % seriesColors.length]?.light ?? '#000000'),
    },
    dash: {
      domain: [...keys],
      range: keys.map((_, index) => [...(seriesDashes[index % seriesDashes.length] ?? [1, 0])]),
    },
  };
}

const shapes: readonly string[] = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down'];

/** A shape for each of so many series, beside its color. */
export function seriesShapes(count: number): string[] {
  return Array.from({ length: count }, (_, index) => shapes[index % shapes.length] ?? 'circle');
}
