import type { Unit } from '../../model/metric.ts';

/** The unit without a prefix that others have, and how many of it a value is; a count has none. */
export interface BaseUnit {
  readonly name?: 'seconds' | 'bytes' | 'ratio';
  /** Divides where it can: 65120 µs are 0.06512 s, by a product with 1e-6 they would be 0.06511999999999999. */
  readonly toBase: (value: number) => number;
}

/** The base unit of each unit. */
export const baseUnits: Readonly<Record<Unit, BaseUnit>> = {
  us: { name: 'seconds', toBase: (value) => value / 1e6 },
  ms: { name: 'seconds', toBase: (value) => value / 1e3 },
  KiB: { name: 'bytes', toBase: (value) => value * 1024 },
  MiB: { name: 'bytes', toBase: (value) => value * 1024 ** 2 },
  percent: { name: 'ratio', toBase: (value) => value / 100 },
  count: { toBase: (value) => value },
};
