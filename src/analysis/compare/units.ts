import { median } from '../../stats/moments.ts';
import { blockShapes, type BlockSamples } from '../../stats/blocks.ts';
import type { MetricValues } from './gather.ts';

/** What is compared: blocks that hold both sides, or two lists of independent values. */
export type UnitValues =
  | { readonly unit: 'block'; readonly blocks: readonly BlockSamples[] }
  | {
      readonly unit: 'trial' | 'run';
      readonly base: readonly number[];
      readonly candidate: readonly number[];
    };

/**
 * Chooses what is independent of what. Trials of one block share their minute of the host; runs that hold both sides give
 * their blocks. Where the sides are of different runs the trials of one run share its host's state, so that with several
 * runs a side each run is one value, its median.
 */
export function unitsOf(values: MetricValues): UnitValues {
  if (values.blocksByRun.length > 0) {
    return { unit: 'block', blocks: values.blocksByRun.flatMap(({ blocks }) => blocks) };
  }
  if (values.base.length <= 1 && values.candidate.length <= 1) {
    return { unit: 'trial', base: values.base.flat(), candidate: values.candidate.flat() };
  }
  return { unit: 'run', base: mediansOf(values.base), candidate: mediansOf(values.candidate) };
}

function mediansOf(runs: readonly (readonly number[])[]): readonly number[] {
  return runs.filter(({ length }) => length > 0).map(median);
}

/** The same with every value transformed. */
export function mapUnits(units: UnitValues, transform: (value: number) => number): UnitValues {
  const { unit } = units;
  if (unit !== 'block') {
    return { unit, base: units.base.map(transform), candidate: units.candidate.map(transform) };
  }
  const blocks = units.blocks.map(({ base, candidate }) => ({
    base: base.map(transform),
    candidate: candidate.map(transform),
  }));
  return { unit, blocks };
}

/** Blocks; or trials or runs of both sides together. */
export function countUnits(units: UnitValues): number {
  return units.unit === 'block' ? units.blocks.length : units.base.length + units.candidate.length;
}

/** Whether both sides have a value at all. */
export function hasBothSides(units: UnitValues): boolean {
  return units.unit === 'block'
    ? units.blocks.length > 0
    : units.base.length > 0 && units.candidate.length > 0;
}

/** One metric asks for it several times, and it is as long as there are blocks. */
const keys = new WeakMap<UnitValues, string>();

/** The same for units of the same shape, which share their reference distributions. */
export function shapeKey(units: UnitValues): string {
  const key = keys.get(units) ?? makeShapeKey(units);
  keys.set(units, key);
  return key;
}

function makeShapeKey(units: UnitValues): string {
  const shapes = units.unit === 'block' ? units.blocks : [units];
  const sizes = blockShapes(shapes).map(({ base, candidate }) => `${String(base)}+${String(candidate)}`);
  return `${units.unit} ${sizes.join(' ')}`;
}
