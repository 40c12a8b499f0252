/**
 * How far the candidate is from the base, by differences within blocks alone: the estimate is their median (Hodges and
 * Lehmann), the interval inverts the test that sums the Mann-Whitney counts of the blocks. Of logarithms it is the
 * logarithm of a ratio.
 */
import { type BlockSamples, type BlockShape, blockShapes, checkBlocks, labellingCount } from './blocks.ts';
import type { RankInterval } from './order-statistic.ts';
import {
  type EdgeRanks,
  exactRanks,
  intervalBetween,
  middleOf,
  normalRanks,
  orderedArray,
  type OrderedValues,
} from './rank-interval.ts';
import type { Shift } from './shift.ts';
import { uProbabilities, uVariance } from './u-distribution.ts';

/** Beyond this number of differences the ranks are those of the normal approximation, which is as good by then. */
const exactLimit = 4000;

/**
 * @throws BenchError `SAMPLE_INVALID` for no blocks, one without values of an arm, or a value that is not finite
 */
export function withinBlockShift(blocks: readonly BlockSamples[], confidence = 0.95): Shift {
  const differences = blockDifferences(blocks);
  const edges = blockEdgeRanks(blockShapes(blocks), confidence);
  return { estimate: middleOf(differences), interval: intervalBetween(differences, edges) };
}

/**
 * Every value of the candidate less every one of the base in the same block.
 * @throws BenchError `SAMPLE_INVALID` for no blocks, one without values of an arm, or a value that is not finite
 */
export function blockDifferences(blocks: readonly BlockSamples[]): OrderedValues {
  checkBlocks(blocks, 'shift within blocks');
  const differences = new Float64Array(differenceCount(blockShapes(blocks)));
  let count = 0;
  for (const { base, candidate } of blocks) {
    for (const before of base) {
      for (const after of candidate) {
        differences[count] = after - before;
        count += 1;
      }
    }
  }
  return orderedArray(differences.sort());
}

/**
 * Where the interval's edges are among the differences: the same for all values over blocks of these shapes.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function blockEdgeRanks(shapes: readonly BlockShape[], confidence: number): EdgeRanks {
  return { ranks: shiftRanks(shapes, confidence), neededCount: neededBlocks(shapes, confidence) };
}

function shiftRanks(shapes: readonly BlockShape[], confidence: number): RankInterval | undefined {
  const count = differenceCount(shapes);
  if (count <= exactLimit) return exactRanks(sumDistribution(shapes), confidence);
  const variance = shapes.reduce((sum, { base, candidate }) => sum + uVariance(base, candidate), 0);
  return normalRanks(count, variance, confidence);
}

/** The distribution of the sum of the blocks' counts U, by convolution. */
function sumDistribution(shapes: readonly BlockShape[]): Float64Array {
  let sum = Float64Array.of(1);
  for (const { base, candidate } of shapes) {
    const next = uProbabilities(base, candidate);
    const longer = new Float64Array(sum.length + next.length - 1);
    for (const [step, probability] of next.entries()) {
      for (let at = 0; at < sum.length; at += 1) {
        longer[at + step] = (longer[at + step] ?? NaN) + (sum[at] ?? NaN) * probability;
      }
    }
    sum = longer;
  }
  return sum;
}

/** Blocks of the same shapes from which on both edges are finite. */
function neededBlocks(shapes: readonly BlockShape[], confidence: number): number {
  const logCount = shapes.reduce((sum, shape) => sum + Math.log(labellingCount(shape)), 0);
  return Math.ceil(Math.log(2 / (1 - confidence)) / (logCount / shapes.length) - 1e-9);
}

function differenceCount(shapes: readonly BlockShape[]): number {
  return shapes.reduce((sum, { base, candidate }) => sum + base * candidate, 0);
}
