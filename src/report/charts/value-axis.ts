import { axisPositionPx, paddedDomain, type AxisDomain } from './axis-domain.ts';

/** An axis of values: linear, or logarithmic where they span enough. */
export interface ValueAxis {
  readonly type: 'linear' | 'log';
  readonly domain: AxisDomain;
}

/** From this ratio of the greatest to the least value on, a linear axis would press most values together. */
export const logarithmicFrom = 10;

/** Logarithmic where all values are positive and the greatest is ten times the least. */
export function valueAxis(values: readonly number[], paddingShare: number): ValueAxis {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  if (least <= 0 || greatest < logarithmicFrom * least) {
    return { type: 'linear', domain: paddedDomain(values, paddingShare) };
  }
  const [from, to] = paddedDomain([Math.log(least), Math.log(greatest)], paddingShare);
  return { type: 'log', domain: [Math.exp(from), Math.exp(to)] };
}

/** The title of such an axis: a reader must not take equal lengths for equal differences. */
export function valueAxisTitle(text: string, { type }: ValueAxis): string {
  return type === 'log' ? `${text}, logarithmic` : text;
}

/** Where a value lies on an axis of so many pixels. */
export function valuePositionPx(value: number, { type, domain }: ValueAxis, lengthPx: number): number {
  if (type === 'linear') return axisPositionPx(value, domain, lengthPx);
  return axisPositionPx(Math.log(value), [Math.log(domain[0]), Math.log(domain[1])], lengthPx);
}
