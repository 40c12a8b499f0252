import { checkSamples } from './check-samples.ts';
import { normalCdf } from './distributions.ts';
import { midRanks } from './ranks.ts';
import { signedSumProbabilities } from './signed-rank-distribution.ts';
import { sum } from './sum.ts';
import { tieTolerance } from './tie-tolerance.ts';

export interface SignedRank {
  /** Sum of the ranks of the positive differences. */
  readonly statistic: number;
  /** Of the statistic over all assignments of signs, ties included. */
  readonly variance: number;
  /** The share of assignments whose sum is at least as far from the middle. */
  readonly p: number;
  readonly method: 'exact' | 'normal';
}

export interface SignedRankOptions {
  /** `greater`: whether the differences are above 0. Default `two-sided`. */
  readonly alternative?: 'two-sided' | 'greater' | 'less';
}

/** Up to this number of differences all assignments of signs are counted. */
const exactLimit = 100;

/**
 * Wilcoxon's test of pairs (1945): ranks the differences by magnitude; zeros are left out, as Wilcoxon did. Exact with and
 * without ties, beyond 100 differences normal with continuity correction.
 * @param differences candidate less base
 * @throws BenchError `SAMPLE_INVALID` for no differences or one that is not finite
 */
export function signedRankTest(
  differences: readonly number[],
  { alternative = 'two-sided' }: SignedRankOptions = {},
): SignedRank {
  checkSamples(differences, 'signed-rank test');
  const tolerance = tieTolerance(differences);
  const nonZero = differences.filter((difference) => Math.abs(difference) > tolerance);
  if (nonZero.length === 0) return { statistic: 0, variance: 0, p: 1, method: 'exact' };
  const ranks = midRanks(nonZero.map(Math.abs), tolerance);
  const statistic = sum(ranks.filter((_, index) => (nonZero[index] ?? NaN) > 0));
  const variance = sum(ranks.map((rank) => rank * rank)) / 4;
  const above = statistic - sum(ranks) / 2;
  const excess = { 'two-sided': Math.abs(above), greater: above, less: -above }[alternative];
  const method = nonZero.length <= exactLimit ? 'exact' : 'normal';
  const tail =
    method === 'exact' ? exactTail(ranks, excess) : normalCdf(-(excess - 0.5) / Math.sqrt(variance));
  const p = Math.min(1, Math.max(Number.MIN_VALUE, alternative === 'two-sided' ? 2 * tail : tail));
  return { statistic, variance, p, method };
}

/** The probability of a sum that lies at least so far above the middle; the distribution is symmetric. */
function exactTail(ranks: readonly number[], excess: number): number {
  // Doubled mid-ranks are whole numbers, and so is their middle, doubled.
  const probabilities = signedSumProbabilities(ranks.map((rank) => 2 * rank));
  const first = sum(ranks) + 2 * excess;
  return probabilities.reduce((tail, probability, at) => (at >= first ? tail + probability : tail), 0);
}
