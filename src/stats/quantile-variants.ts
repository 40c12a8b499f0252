/**
 * Quantiles by other definitions than type 7, for comparison with tools that use them. All of them take samples in any
 * order and agree for large n; at n = 20 their p95 may differ by a third.
 */
import { checkSamples, checkShare, sortAscending } from './check-samples.ts';

/** n·p may lie a rounding error above a whole number: 0.95 · 20 must be rank 19, not 20. */
const roundingGuard = 1e-9;

/**
 * The sample at rank ⌈np⌉, counted from 1 (type 1 of Hyndman and Fan 1996).
 * @throws BenchError `SAMPLE_INVALID` for an empty list, a value that is not finite, or p outside 0 to 1
 */
export function quantileNearestRank(samples: readonly number[], probability: number): number {
  const sorted = sortedForQuantile(samples, probability);
  const rank = Math.ceil(sorted.length * probability * (1 - roundingGuard));
  return sorted[Math.max(1, rank) - 1] ?? NaN;
}

/**
 * Linear between the order statistics around rank (n + 1/3)·p + 1/3, counted from 1: about median-unbiased whatever the
 * distribution (type 8 of Hyndman and Fan 1996, the one that they recommend).
 * @throws BenchError `SAMPLE_INVALID` for an empty list, a value that is not finite, or p outside 0 to 1
 */
export function quantileType8(samples: readonly number[], probability: number): number {
  const sorted = sortedForQuantile(samples, probability);
  const rank = (sorted.length + 1 / 3) * probability + 1 / 3;
  const within = Math.min(sorted.length, Math.max(1, rank));
  const below = Math.floor(within);
  const lower = sorted[below - 1] ?? NaN;
  const upper = sorted[below] ?? lower;
  return Math.min(upper, lower + (within - below) * (upper - lower));
}

function sortedForQuantile(samples: readonly number[], probability: number): readonly number[] {
  checkSamples(samples, 'quantile');
  if (probability !== 0 && probability !== 1) checkShare(probability, 'the probability of a quantile');
  return sortAscending(samples);
}
