import type { ShareCount } from '../model/share-count.ts';
import { checkHitCount } from './hit-count.ts';

/** Probabilities of the whole numbers from `first` on. */
export interface CountDistribution {
  readonly first: number;
  readonly probabilities: readonly number[];
}

/**
 * How many of all hits fall to the candidate when the labels are dealt at random: the hypergeometric distribution, over
 * its whole support. Weights by the exact ratio of neighbours outwards from the mode, so that nothing overflows; far
 * tails may underflow to 0 below 1e-300.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function candidateHits(base: ShareCount, candidate: ShareCount): CountDistribution {
  checkHitCount(base);
  checkHitCount(candidate);
  const hits = base.hits + candidate.hits;
  const total = base.count + candidate.count;
  const first = Math.max(0, hits - base.count);
  const last = Math.min(hits, candidate.count);
  const mode = Math.min(last, Math.floor(((hits + 1) * (candidate.count + 1)) / (total + 2)));
  const growth = (k: number): number =>
    ((hits - k) * (candidate.count - k)) / ((k + 1) * (base.count - hits + k + 1));
  const weights = new Float64Array(last - first + 1);
  weights[mode - first] = 1;
  let weight = 1;
  for (let k = mode; k < last; k += 1) weights[k + 1 - first] = weight *= growth(k);
  weight = 1;
  for (let k = mode - 1; k >= first; k -= 1) weights[k - first] = weight /= growth(k);
  // Ascending order keeps the small weights from being lost in the sum.
  const sum = Float64Array.from(weights)
    .sort()
    .reduce((partial, each) => partial + each, 0);
  return { first, probabilities: Array.from(weights, (each) => each / sum) };
}

/** Equally likely counts may differ by rounding; the same factor is in R. */
const tolerance = 1 + 1e-7;

/** Probability of all counts that are at most as likely as the observed one. */
export function twoSidedP({ first, probabilities }: CountDistribution, observed: number): number {
  const limit = (probabilities[observed - first] ?? 0) * tolerance;
  const unlikely = Float64Array.from(probabilities.filter((probability) => probability <= limit)).sort();
  return Math.min(
    1,
    unlikely.reduce((sum, probability) => sum + probability, 0),
  );
}
