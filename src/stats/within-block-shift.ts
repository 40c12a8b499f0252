/**
 * How far the candidate is from the base, by differences within blocks alone: the estimate is their median (Hodges and
 * Lehmann), the interval inverts the test that sums the Mann-Whitney counts of the blocks. Of logarithms it is the
 * logarithm of a ratio.
 */
import { type BlockSamples, type BlockShape, blockShapes, checkBlocks, labellingCount } from './blocks.ts';
import type { RankInterval } from './order-statistic.ts';
import { exactRanks, intervalBetween, middleOfSorted, normalRanks } from './rank-interval.ts';
import type { Shift } from './shift.ts';
import { uProbabilities, uVariance } from './u-distribution.ts';

/** Beyond this number of differences the ranks are those of the normal approximation, which is as good by then. */
const exactLimit = 4000;

/**
 * @throws BenchError `SAMPLE_INVALID` for no blocks, one without values of an arm, or a value that is not finite
 */
export function withinBlockShift(blocks: readonly BlockSamples[], confidence = 0.95): Shift {
  checkBlocks(blocks, 'shift within blocks');
  const shapes = blockShapes(blocks);
  const differences = sortedDifferences(blocks);
  const ranks = shiftRanks(shapes, confidence);
  return {
    estimate: middleOfSorted(differences),
    interval: intervalBetween(differences, ranks, neededBlocks(shapes, confidence)),
  };
}

/** Every value of the candidate less every one of the base in the same block, ascending. */
function sortedDifferences(blocks: readonly BlockSamples[]): Float64Array {
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
  return differences.sort();
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
