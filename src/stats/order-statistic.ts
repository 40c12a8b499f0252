/**
 * Distribution-free interval of a quantile between two order statistics (David and Nagaraja, "Order Statistics",
 * section 7.1). The number of samples below the true p-quantile is Binomial(n, p) whatever the distribution, so the
 * ranks follow from n and p alone; each tail holds at most half of what the confidence leaves. It needs independent
 * samples; ties only make it wider in coverage.
 */
import type { Interval } from '../model/interval.ts';
import { binomialWindow } from './binomial.ts';
import { checkSamples, checkShare, sortAscending } from './check-samples.ts';

/** Ranks count from 1. */
export interface RankInterval {
  readonly lowerRank: number;
  readonly upperRank: number;
  /** The real coverage, at least the asked one. */
  readonly coverage: number;
}

/** The interval of a quantile, or the number of samples from which on there is one. */
export type QuantileInterval =
  | { readonly kind: 'value'; readonly value: Interval }
  | { readonly kind: 'too-few'; readonly neededCount: number };

/**
 * Equal-tailed ranks of the interval for the p-quantile; undefined where the sample is too small for two finite
 * edges, that is below `neededCount`.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function orderStatisticRanks(
  sampleCount: number,
  probability: number,
  confidence = 0.95,
): RankInterval | undefined {
  checkShare(confidence, 'a confidence');
  const tail = tailOf(confidence);
  const { first, probabilities } = binomialWindow(sampleCount, probability);
  const below = countWithinTail(probabilities, tail);
  const above = countWithinTail([...probabilities].reverse(), tail);
  const lowerRank = first + below.count;
  const upperRank = first + probabilities.length - above.count;
  if (lowerRank < 1 || upperRank > sampleCount) return undefined;
  return { lowerRank, upperRank, coverage: 1 - below.mass - above.mass };
}

/**
 * The least sample count for which both edges of the interval are finite.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function neededCount(probability: number, confidence = 0.95): number {
  checkShare(probability, 'the probability of a quantile');
  checkShare(confidence, 'a confidence');
  const tail = tailOf(confidence);
  // All samples on one side of the quantile: the likelier side decides.
  const side = Math.max(probability, 1 - probability);
  const estimate = Math.ceil(Math.log(tail) / Math.log(side));
  // The quotient of two logarithms may be off by one where the power meets the tail.
  const candidates = [estimate - 1, estimate].filter((count) => count >= 1);
  return candidates.find((count) => side ** count <= tail) ?? estimate + 1;
}

/**
 * The interval of the p-quantile from the samples, in any order.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function quantileInterval(
  samples: readonly number[],
  probability: number,
  confidence = 0.95,
): QuantileInterval {
  checkSamples(samples, 'interval of a quantile');
  const ranks = orderStatisticRanks(samples.length, probability, confidence);
  if (ranks === undefined) return { kind: 'too-few', neededCount: neededCount(probability, confidence) };
  const sorted = sortAscending(samples);
  const lower = sorted[ranks.lowerRank - 1] ?? NaN;
  const upper = sorted[ranks.upperRank - 1] ?? NaN;
  return { kind: 'value', value: { lower, upper, coverage: ranks.coverage } };
}

function tailOf(confidence: number): number {
  return (1 - confidence) / 2;
}

/** How many of the first probabilities fit into the tail together, and their sum. */
function countWithinTail(
  probabilities: readonly number[],
  tail: number,
): { readonly count: number; readonly mass: number } {
  let mass = 0;
  let count = 0;
  for (const probability of probabilities) {
    if (mass + probability > tail) break;
    mass += probability;
    count += 1;
  }
  return { count, mass };
}
