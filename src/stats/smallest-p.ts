/** The least p that the tests within blocks can give, whatever is measured: where it is too large, a plan decides nothing. */
import { labellingCount, smallestAttainableP, type BlockShape } from './blocks.ts';
import { twoSidedNormalP } from './distributions.ts';
import { mostEnumerated } from './relabellings.ts';

/**
 * Of the aligned-rank test over such blocks: that of all relabellings where they are enumerated; where they are drawn and the
 * tail is the normal approximation's, the least of that.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function smallestBlockP(shapes: readonly BlockShape[]): number {
  const count = shapes.reduce((product, shape) => product * labellingCount(shape), 1);
  return count <= mostEnumerated ? smallestAttainableP(shapes) : smallestNormalP(shapes);
}

/**
 * Of the normal approximation over such blocks, which is nowhere below that of all relabellings. No sum of scores is more than
 * √(n − 1) standard deviations of its block from its mean, nor that of several blocks more than the root of the sum of their
 * squares.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function smallestNormalP(shapes: readonly BlockShape[]): number {
  const squares = shapes.reduce((sum, { base, candidate }) => sum + base + candidate - 1, 0);
  return Math.max(smallestAttainableP(shapes), twoSidedNormalP(Math.sqrt(squares)));
}
