import { BenchError } from '../base/errors.ts';
import { checkShare } from './check-samples.ts';

/** The part of a binomial distribution that is not negligible: P(first), P(first + 1), … */
export interface BinomialWindow {
  readonly first: number;
  readonly probabilities: readonly number[];
}

/** Weights below this share of the mode's are cut; they fall faster than geometrically from there. */
const negligible = 1e-30;

/**
 * The probabilities of Binomial(n, p) without factorials or log-gamma: weights by the exact ratio of neighbours,
 * outwards from the mode, where nothing underflows, then divided by their sum. Good to about 1e-13 relative for
 * n up to millions; the window is some dozens of standard deviations wide.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function binomialWindow(trialCount: number, probability: number): BinomialWindow {
  checkShare(probability, 'the probability of a binomial distribution');
  if (!Number.isInteger(trialCount) || trialCount < 1) {
    const text = `Cannot compute a binomial distribution: ${String(trialCount)} is no count of trials`;
    throw new BenchError('SAMPLE_INVALID', text);
  }
  const odds = probability / (1 - probability);
  const mode = Math.min(trialCount, Math.floor((trialCount + 1) * probability));
  const below = falling(mode, (k) => k / ((trialCount - k + 1) * odds));
  const above = falling(trialCount - mode, (left) => (left * odds) / (trialCount - left + 1));
  const weights = [...below.reverse(), 1, ...above];
  // Ascending order keeps the small weights from being lost in the sum.
  const total = Float64Array.from(weights)
    .sort()
    .reduce((sum, weight) => sum + weight, 0);
  return { first: mode - below.length, probabilities: weights.map((weight) => weight / total) };
}

/** Weights of `steps`, `steps − 1`, … 1 steps away from an end, relative to the start, until they are negligible. */
function falling(steps: number, ratio: (stepsLeft: number) => number): number[] {
  const weights: number[] = [];
  let weight = 1;
  for (let left = steps; left >= 1; left -= 1) {
    weight *= ratio(left);
    if (weight < negligible) break;
    weights.push(weight);
  }
  return weights;
}
