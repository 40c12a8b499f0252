/**
 * The permutation test within blocks, whatever the scores are: ranks of aligned values, ranks within blocks, values. The
 * statistic is the candidate's sum of scores; the reference is what the sum would be had the labels within each block
 * been given otherwise (Hodges and Lehmann 1962). It holds however the level differs between blocks.
 */
import { BenchError } from '../base/errors.ts';
import { type BlockSamples, type BlockShape, blockShapes, checkBlocks } from './blocks.ts';
import { sum } from './sum.ts';
import { tieTolerance } from './tie-tolerance.ts';
import type { Relabellings } from './relabellings.ts';

/** The candidate's sum of scores, with its mean and its variance over all relabellings, for a normal approximation. */
export interface BlockStatistic {
  readonly statistic: number;
  readonly expected: number;
  readonly variance: number;
}

export interface BlockTest extends BlockStatistic {
  /**
   * Two-sided: the share of relabellings that are at least as far from `expected`. Of drawn ones
   * (1 + hits) / (1 + draws), which holds the error rate and is never 0 (Phipson and Smyth 2010).
   */
  readonly p: number;
  readonly method: 'exact' | 'monte-carlo';
  /** How many relabellings the p is made of. */
  readonly relabellings: number;
}

/**
 * @param relabellings prepared for blocks of the same shapes in the same order
 * @throws BenchError `SAMPLE_INVALID`
 */
export function blockPermutationTest(scores: readonly BlockSamples[], relabellings: Relabellings): BlockTest {
  checkBlocks(scores, 'test within blocks');
  checkSameShapes(blockShapes(scores), relabellings.shapes);
  const { ordered, excess, statistic, expected, variance } = momentsOf(scores);
  const tolerance = tieTolerance(ordered, scores.flatMap(scoresOf));
  const distance = Math.abs(excess) - tolerance;
  const hits = relabellings.countBeyond(ordered, distance);
  const { method, count } = relabellings;
  return {
    statistic,
    expected,
    variance,
    p: method === 'exact' ? hits / count : (1 + hits) / (1 + count),
    method,
    relabellings: count,
  };
}

/**
 * The statistic alone, which needs no relabelling.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function blockStatistic(scores: readonly BlockSamples[]): BlockStatistic {
  checkBlocks(scores, 'test within blocks');
  const { statistic, expected, variance } = momentsOf(scores);
  return { statistic, expected, variance };
}

interface Moments {
  /**
   * Scores less the mean of their block, so that sums of them keep their digits whatever the level, and ascending: drawn
   * relabellings then give the same p when the arms change places or the values of an arm do.
   */
  readonly ordered: readonly number[];
  /** The candidate's sum of them. */
  readonly excess: number;
  readonly statistic: number;
  readonly expected: number;
  readonly variance: number;
}

/** In one pass, since a comparison of many metrics spends its time here. */
function momentsOf(blocks: readonly BlockSamples[]): Moments {
  const ordered: number[] = [];
  let [excess, statistic, expected, variance] = [0, 0, 0, 0];
  for (const block of blocks) {
    const scores = scoresOf(block);
    const center = sum(scores) / scores.length;
    const [base, candidate] = [block.base.length, block.candidate.length];
    const centred = scores.map((score) => score - center);
    const [excessOfBlock, squares] = [sum(centred.slice(base)), sumOfSquares(centred)];
    for (const score of block.candidate) statistic += score;
    excess += excessOfBlock;
    expected += candidate * center;
    variance += (base * candidate * squares) / (scores.length * (scores.length - 1));
    for (const score of centred.sort((a, b) => a - b)) ordered.push(score);
  }
  return { ordered, excess, statistic, expected, variance };
}

function sumOfSquares(values: readonly number[]): number {
  return values.reduce((total, value) => total + value * value, 0);
}

function scoresOf({ base, candidate }: BlockSamples): readonly number[] {
  return [...base, ...candidate];
}

function checkSameShapes(seen: readonly BlockShape[], prepared: readonly BlockShape[]): void {
  const isSame =
    seen.length === prepared.length &&
    seen.every(({ base, candidate }, index) => {
      const other = prepared[index];
      return other?.base === base && other.candidate === candidate;
    });
  if (isSame) return;
  const text = 'Cannot test within blocks: the relabellings were prepared for blocks of other shapes';
  throw new BenchError('SAMPLE_INVALID', text);
}
