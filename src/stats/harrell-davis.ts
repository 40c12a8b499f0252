/**
 * Quantiles as weighted means of all order statistics (Harrell and Davis 1982), and standard errors of quantiles. For the
 * median and wide samples they scatter less than an order statistic does; in the tail of a spiky distribution the weight
 * of the largest sample doubles the error, so that p99 is no use for them.
 */
import { BenchError } from '../base/errors.ts';
import { checkSamples, checkShare, sortAscending } from './check-samples.ts';
import { betaCdf } from './distributions.ts';

/**
 * The quantile of samples in any order.
 * @throws BenchError `SAMPLE_INVALID` for an empty list, a value that is not finite, or p not between 0 and 1
 */
export function harrellDavis(samples: readonly number[], probability: number): number {
  return harrellDavisQuantiles(samples, [probability])[0] ?? NaN;
}

/**
 * As `harrellDavis`, for several probabilities of one sample.
 * @throws BenchError `SAMPLE_INVALID` for an empty list, a value that is not finite, or p not between 0 and 1
 */
export function harrellDavisQuantiles(
  samples: readonly number[],
  probabilities: readonly number[],
): readonly number[] {
  checkSamples(samples, 'Harrell-Davis quantile');
  const sorted = sortAscending(samples);
  return probabilities.map((probability) => {
    checkShare(probability, 'the probability of a quantile');
    return weightedMean(sorted, betaWeights(harrellDavisShape(sorted.length, probability)));
  });
}

/**
 * Standard error of the Harrell-Davis quantile by the jackknife: from the quantiles of all samples but one, weighted
 * with the shape for all of them, as Hmisc and SciPy do.
 * @throws BenchError `SAMPLE_INVALID` for fewer than two samples, a value that is not finite, or p not between 0 and 1
 */
export function harrellDavisStandardError(samples: readonly number[], probability: number): number {
  checkSamples(samples, 'standard error of a quantile');
  checkShare(probability, 'the probability of a quantile');
  const n = samples.length;
  if (n < 2) {
    throw new BenchError(
      'SAMPLE_INVALID',
      'Cannot compute the standard error of a quantile: one sample has none',
    );
  }
  const sorted = sortAscending(samples);
  const weights = betaWeights({ ...harrellDavisShape(n, probability), count: n - 1 });
  const leftOut = sorted.map((_, index) => weightedMean(sorted.toSpliced(index, 1), weights));
  const centre = leftOut.reduce((sum, each) => sum + each, 0) / n;
  const squares = leftOut.reduce((sum, each) => sum + (each - centre) ** 2, 0);
  return Math.sqrt(((n - 1) / n) * squares);
}

/**
 * Standard error of the order statistic at rank np (Maritz and Jarrett 1978): the spread of its own distribution, with
 * the samples for the distribution that they come from. Undefined where that rank is the first or the last.
 * @throws BenchError `SAMPLE_INVALID` for an empty list, a value that is not finite, or p not between 0 and 1
 */
export function maritzJarrettStandardError(
  samples: readonly number[],
  probability: number,
): number | undefined {
  checkSamples(samples, 'standard error of a quantile');
  checkShare(probability, 'the probability of a quantile');
  const n = samples.length;
  const rank = Math.floor(n * probability + 0.5);
  if (rank < 2 || rank >= n) return undefined;
  const sorted = sortAscending(samples);
  const weights = betaWeights({ count: n, a: rank - 1, b: n - rank });
  const centre = weightedMean(sorted, weights);
  return Math.sqrt(
    weightedMean(
      sorted.map((sample) => (sample - centre) ** 2),
      weights,
    ),
  );
}

interface BetaShape {
  readonly count: number;
  readonly a: number;
  readonly b: number;
}

function harrellDavisShape(count: number, probability: number): BetaShape {
  return { count, a: (count + 1) * probability, b: (count + 1) * (1 - probability) };
}

/** Probabilities of the `count` equal parts of 0 to 1 under a beta distribution. */
function betaWeights({ count, a, b }: BetaShape): readonly number[] {
  const centre = a / (a + b);
  // Beyond it less than 1e-15 is left; most of a large sample lies there, and each edge costs a continued fraction.
  const reach = 12 * Math.sqrt((centre * (1 - centre)) / (a + b)) + 40 / (a + b);
  const edges = Array.from({ length: count + 1 }, (_, index) => {
    const x = index / count;
    if (x < centre - reach) return 0;
    return x > centre + reach ? 1 : betaCdf(x, a, b);
  });
  return edges.slice(1).map((edge, index) => edge - (edges[index] ?? NaN));
}

function weightedMean(sorted: readonly number[], weights: readonly number[]): number {
  return sorted.reduce((sum, sample, index) => {
    const weight = weights[index] ?? NaN;
    return weight === 0 ? sum : sum + weight * sample;
  }, 0);
}
