import { BenchError } from '../base/errors.ts';
import type { Unit } from './metric.ts';

/** A number with the unit that it was written with. */
export interface Quantity {
  readonly value: number;
  readonly unit: Unit;
}

/** Units as people write them, in parts of a metric's unit of the same dimension. */
const factors: ReadonlyMap<string, Quantity> = new Map([
  ['ns', { value: 0.001, unit: 'us' }],
  ['us', { value: 1, unit: 'us' }],
  ['µs', { value: 1, unit: 'us' }],
  ['ms', { value: 1000, unit: 'us' }],
  ['s', { value: 1e6, unit: 'us' }],
  ['KiB', { value: 1, unit: 'KiB' }],
  ['MiB', { value: 1024, unit: 'KiB' }],
  ['GiB', { value: 1024 * 1024, unit: 'KiB' }],
  ['pt', { value: 1, unit: 'percent' }],
  ['%', { value: 1, unit: 'percent' }],
  ['', { value: 1, unit: 'count' }],
]);

const metricUnits: readonly Unit[] = ['us', 'ms', 'KiB', 'MiB', 'percent', 'count'];

/**
 * A unit as people write it: a metric's unit with what a value is multiplied by to be in it. A unit that metrics have stays
 * as it is, so that values do too.
 * @returns undefined for any other text, and for none
 */
export function parseUnit(text: string): Quantity | undefined {
  const own = metricUnits.find((unit) => unit === text);
  if (own !== undefined) return { value: 1, unit: own };
  // There are two letters for micro.
  return text === '' ? undefined : factors.get(text.replace('\u03bc', '\u00b5'));
}

/** What a value in the first unit is multiplied by to be in the second. */
const conversions: Readonly<Record<string, number>> = {
  'us ms': 0.001,
  'ms us': 1000,
  'KiB MiB': 1 / 1024,
  'MiB KiB': 1024,
};

/**
 * "125ms", "64KiB", "1pt" (a point of a share), "3" (a count).
 * @returns undefined for any other text
 */
export function parseQuantity(text: string): Quantity | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(\D*)$/.exec(text.trim());
  const factor = factors.get(match?.[2]?.trim() ?? '?');
  if (match === null || factor === undefined) return undefined;
  return { value: Number(match[1]) * factor.value, unit: factor.unit };
}

/**
 * A quantity in the unit of a metric.
 * @throws BenchError `CONFIG_INVALID` where the two are of different dimensions
 */
export function convertQuantity(
  { value, unit }: Quantity,
  metric: { readonly id: string; readonly unit: Unit },
): number {
  if (unit === metric.unit) return value;
  const factor = conversions[`${unit} ${metric.unit}`];
  if (factor !== undefined) return value * factor;
  throw new BenchError('CONFIG_INVALID', `Cannot hold ${metric.id} in ${metric.unit} to a value in ${unit}`, {
    hint: 'Use a unit of the same dimension: ns, us, ms, s; KiB, MiB, GiB; pt for points of a share; none for a count',
  });
}
