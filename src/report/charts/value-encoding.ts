import type { ChartEncoding } from '../render-charts.ts';
import type { Plot } from './case-plots.ts';

export type ValueEncoding = NonNullable<ChartEncoding['x']>;
type LineEncoding = Required<Pick<ChartEncoding, 'color' | 'strokeDash'>>;

/** More gridlines than this are a fence. */
const mostTicks = 8;

/** All panels of a plot share the axis, so that what lies above one another is the same value. */
export function valueEncoding(
  { axis }: Pick<Plot, 'axis'>,
  { field, title }: { readonly field: string; readonly title?: string },
): ValueEncoding {
  const bare = { title: '', tickCount: mostTicks, labels: false, ticks: false, domain: false };
  const scale =
    axis.type === 'log'
      ? { type: 'log' as const, domain: [...axis.domain], nice: false }
      : { domain: [...axis.domain], nice: false, zero: false };
  return {
    field,
    type: 'quantitative',
    scale,
    axis: title === undefined ? bare : { title, tickCount: mostTicks },
  };
}

/** The color of each series of a plot. */
export function colorEncoding({ style }: Pick<Plot, 'style'>): NonNullable<ChartEncoding['color']> {
  return { field: 'series', type: 'nominal', scale: style.color, legend: null };
}

/** Its color and its dash. */
export function lineEncoding(plot: Pick<Plot, 'style'>): LineEncoding {
  return {
    color: colorEncoding(plot),
    strokeDash: { field: 'series', type: 'nominal', scale: plot.style.dash, legend: null },
  };
}
