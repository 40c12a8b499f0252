/**
 * Hodges and Lehmann's estimates of a shift (1963) with the intervals that belong to them, which invert the rank tests.
 * Of logarithms they are logarithms of a ratio.
 */
import { checkSamples } from './check-samples.ts';
import type { RankInterval } from './order-statistic.ts';
import { pairDifferences } from './pair-differences.ts';
import {
  type EdgeRanks,
  exactRanks,
  intervalBetween,
  middleOf,
  normalRanks,
  orderedArray,
} from './rank-interval.ts';
import type { Shift } from './shift.ts';
import { signedRankProbabilities, signedRankVariance } from './signed-rank-distribution.ts';
import { type BlockShape, smallestAttainableP } from './blocks.ts';
import { uProbabilities, uVariance } from './u-distribution.ts';

/** Beyond these numbers of pairs and of differences the ranks are those of the normal approximation. */
const exactPairs = 10_000;
const exactDifferences = 100;

/**
 * Two independent samples: the median of all differences between a value of the candidate and one of the base.
 * @throws BenchError `SAMPLE_INVALID` for an empty sample or a value that is not finite
 */
export function hodgesLehmannShift(
  base: readonly number[],
  candidate: readonly number[],
  confidence = 0.95,
): Shift {
  const differences = pairDifferences(base, candidate);
  const edges = shiftEdgeRanks({ base: base.length, candidate: candidate.length }, confidence);
  return { estimate: middleOf(differences), interval: intervalBetween(differences, edges) };
}

/**
 * Where the interval's edges are among the differences: the same for all samples of these sizes.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function shiftEdgeRanks({ base, candidate }: BlockShape, confidence: number): EdgeRanks {
  return { ranks: shiftRanks(base, candidate, confidence), neededCount: neededEach(confidence) };
}

/**
 * Pairs: the median of the Walsh averages, those of every two differences and of each with itself.
 * @param differences candidate less base
 * @throws BenchError `SAMPLE_INVALID` for no differences or one that is not finite
 */
export function hodgesLehmannPaired(differences: readonly number[], confidence = 0.95): Shift {
  checkSamples(differences, 'shift of pairs');
  const count = differences.length;
  const averages = new Float64Array((count * (count + 1)) / 2);
  let filled = 0;
  for (const [index, first] of differences.entries()) {
    for (const second of differences.slice(index)) {
      averages[filled] = (first + second) / 2;
      filled += 1;
    }
  }
  const ordered = orderedArray(averages.sort());
  const ranks =
    count <= exactDifferences
      ? exactRanks(signedRankProbabilities(count), confidence)
      : normalRanks(averages.length, signedRankVariance(count), confidence);
  const neededCount = Math.ceil(1 - Math.log2(1 - confidence) - 1e-9);
  return { estimate: middleOf(ordered), interval: intervalBetween(ordered, { ranks, neededCount }) };
}

function shiftRanks(base: number, candidate: number, confidence: number): RankInterval | undefined {
  const pairs = base * candidate;
  if (pairs > exactPairs) return normalRanks(pairs, uVariance(base, candidate), confidence);
  return exactRanks(uProbabilities(base, candidate), confidence);
}

/** Samples of each arm from which on the smallest p of the rank test is no more than what the confidence leaves. */
function neededEach(confidence: number): number {
  let count = 1;
  while (smallestAttainableP([{ base: count, candidate: count }]) > (1 - confidence) * (1 + 1e-9)) count += 1;
  return count;
}
