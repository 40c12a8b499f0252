import { BenchError } from '../base/errors.ts';
import { binomialCoefficient } from './binomial-coefficient.ts';
import { checkSamples } from './check-samples.ts';

/** The values of the two arms that were measured next to each other, in any order. */
export interface BlockSamples {
  readonly base: readonly number[];
  readonly candidate: readonly number[];
}

/** How many values of each arm a block holds. */
export interface BlockShape {
  readonly base: number;
  readonly candidate: number;
}

export function blockShapes(blocks: readonly BlockSamples[]): readonly BlockShape[] {
  return blocks.map(({ base, candidate }) => ({ base: base.length, candidate: candidate.length }));
}

/**
 * The least two-sided p that any result can have over such blocks: two relabellings, the most extreme ones, of all.
 * A plan whose smallest p is not below its error rate cannot find anything.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function smallestAttainableP(shapes: readonly BlockShape[]): number {
  checkShapes(shapes);
  const logCount = shapes.reduce((sum, shape) => sum + Math.log(labellingCount(shape)), 0);
  return Math.min(1, Math.max(Number.MIN_VALUE, Math.exp(Math.LN2 - logCount)));
}

/** In how many ways the labels of a block can be given to its values. */
export function labellingCount({ base, candidate }: BlockShape): number {
  return binomialCoefficient(base + candidate, candidate);
}

/**
 * Guards every statistic over blocks: each has at least one value of either arm, all of them finite.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function checkBlocks(blocks: readonly BlockSamples[], statistic: string): void {
  checkShapes(blockShapes(blocks));
  for (const { base, candidate } of blocks) {
    const isFinite = base.every(Number.isFinite) && candidate.every(Number.isFinite);
    if (!isFinite) checkSamples([...base, ...candidate], statistic);
  }
}

/** @throws BenchError `SAMPLE_INVALID` */
export function checkShapes(shapes: readonly BlockShape[]): void {
  if (shapes.length === 0) {
    throw new BenchError('SAMPLE_INVALID', 'Cannot compare two arms by block: there are no blocks');
  }
  const index = shapes.findIndex(({ base, candidate }) => !(base >= 1) || !(candidate >= 1));
  if (index === -1) return;
  const text = `Cannot compare two arms by block: block ${String(index)} lacks one of them`;
  throw new BenchError('SAMPLE_INVALID', text);
}
