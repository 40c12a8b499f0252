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
  const edges = blockEdgeRanks(blockShapes(blocks))(confidence);
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
 * Where the interval's edges are among the differences, for each confidence: the same for all values over blocks of these
 * shapes.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function blockEdgeRanks(shapes: readonly BlockShape[]): (confidence: number) => EdgeRanks {
  const ranksOf = shiftRanks(shapes);
  return (confidence) => ({ ranks: ranksOf(confidence), neededCount: neededBlocks(shapes, confidence) });
}

/** The distribution is found once: it is most of the work. */
function shiftRanks(shapes: readonly BlockShape[]): (confidence: number) => RankInterval | undefined {
  const count = differenceCount(shapes);
  if (count <= exactLimit) {
    const distribution = sumDistribution(shapes);
    return (confidence) => exactRanks(distribution, confidence);
  }
  const variance = shapes.reduce((sum, { base, candidate }) => sum + uVariance(base, candidate), 0);
  return (confidence) => normalRanks(count, variance, confidence);
}

/** The distribution of the sum of the blocks' counts U, by convolution of its lower half: it is symmetric. */
function sumDistribution(shapes: readonly BlockShape[]): Float64Array {
  const length = differenceCount(shapes) + 1;
  const half = Math.ceil(length / 2);
  let sum: Float64Array = Float64Array.of(1);
  for (const { base, candidate } of shapes) {
    const next = uProbabilities(base, candidate);
    sum = convolve(sum, next, Math.min(half, sum.length + next.length - 1));
  }
  const whole = new Float64Array(length);
  for (const [at, probability] of sum.entries()) {
    whole[at] = probability;
    whole[length - 1 - at] = probability;
  }
  return whole;
}

function convolve(sum: Float64Array, next: ArrayLike<number>, length: number): Float64Array {
  const longer = new Float64Array(length);
  for (let step = 0; step < next.length; step += 1) {
    const probability = next[step] ?? NaN;
    const end = Math.min(sum.length, length - step);
    for (let at = 0; at < end; at += 1) {
      longer[at + step] = (longer[at + step] ?? NaN) + (sum[at] ?? NaN) * probability;
    }
  }
  return longer;
}

/** Blocks of the same shapes from which on both edges are finite. */
function neededBlocks(shapes: readonly BlockShape[], confidence: number): number {
  const logCount = shapes.reduce((sum, shape) => sum + Math.log(labellingCount(shape)), 0);
  return Math.ceil(Math.log(2 / (1 - confidence)) / (logCount / shapes.length) - 1e-9);
}

function differenceCount(shapes: readonly BlockShape[]): number {
  return shapes.reduce((sum, { base, candidate }) => sum + base * candidate, 0);
}
