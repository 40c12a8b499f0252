import { candidateHits, twoSidedP, type CountDistribution } from './hypergeometric.ts';
import type { ShareCount } from '../model/share-count.ts';

/** What one block, session or host counted in both arms. */
export interface ExceedanceStratum {
  readonly base: ShareCount;
  readonly candidate: ShareCount;
}

export interface ExceedanceTest {
  /** Two-sided. */
  readonly p: number;
  readonly method: 'exact';
  /** The candidate's hits in all strata. */
  readonly observed: number;
  /** What they would be on average if the arms did not differ. */
  readonly expected: number;
}

/**
 * Whether the candidate exceeds a limit more or less often than the base within strata: the exact conditional test of
 * Cochran, Mantel and Haenszel for a common odds ratio of 1. Within each stratum the margins are held, so that strata
 * may differ in how often anything exceeds. Two-sided by adding up all totals that are at most as likely as the
 * observed one. Strata in which an arm has no runs, or all or no runs exceed, tell nothing.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function stratifiedExceedanceTest(strata: readonly ExceedanceStratum[]): ExceedanceTest {
  const observed = strata.reduce((sum, { candidate }) => sum + candidate.hits, 0);
  const perStratum = strata.map(({ base, candidate }) => candidateHits(base, candidate));
  const total = perStratum.reduce(convolve, { first: 0, probabilities: [1] });
  const expected = perStratum.reduce((sum, each) => sum + meanOf(each), 0);
  return { p: twoSidedP(total, observed), method: 'exact', observed, expected };
}

/** Distribution of the sum of two independent counts. */
function convolve(one: CountDistribution, other: CountDistribution): CountDistribution {
  const sums = new Float64Array(one.probabilities.length + other.probabilities.length - 1);
  for (const [offset, probability] of one.probabilities.entries()) {
    for (const [otherOffset, otherProbability] of other.probabilities.entries()) {
      sums[offset + otherOffset] = (sums[offset + otherOffset] ?? 0) + probability * otherProbability;
    }
  }
  return { first: one.first + other.first, probabilities: Array.from(sums) };
}

function meanOf({ first, probabilities }: CountDistribution): number {
  return probabilities.reduce((sum, probability, offset) => sum + probability * (first + offset), 0);
}
