import { checkSamples, checkShare, sortAscending } from './check-samples.ts';

/**
 * The quantile of type 7 (Hyndman and Fan 1996; the default of R and NumPy): linear between the two order statistics
 * around rank (n − 1)·p, counted from 0. Our own, since libraries change their definition between versions.
 * @param samples in any order
 * @throws BenchError `SAMPLE_INVALID` for an empty list, a value that is not finite, or p outside 0 to 1
 */
export function quantileType7(samples: readonly number[], probability: number): number {
  checkSamples(samples, 'quantile');
  if (probability !== 0 && probability !== 1) checkShare(probability, 'the probability of a quantile');
  const sorted = sortAscending(samples);
  const rank = (sorted.length - 1) * probability;
  const below = Math.floor(rank);
  const lower = sorted[below] ?? NaN;
  const upper = sorted[below + 1] ?? lower;
  // Clamped, since lower + 1 · (upper − lower) may miss upper by a rounding error.
  return Math.min(upper, lower + (rank - below) * (upper - lower));
}
