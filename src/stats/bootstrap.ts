/**
 * The bootstrap (Efron 1979): the statistic of resamples stands for what the statistic of other runs would have been.
 * It supposes independent samples, and statistics that lie in the middle of them: intervals of p90 and beyond are far
 * too short at the sizes that benchmarks have, for which `quantileInterval` is exact.
 */
import { BenchError } from '../base/errors.ts';
import type { Interval } from '../model/interval.ts';
import { checkSamples, checkShare, sortAscending } from './check-samples.ts';
import { normalCdf, normalQuantile } from './distributions.ts';
import { quantileNearestRank } from './quantile-variants.ts';
import type { Random } from './random.ts';

export type Statistic = (samples: readonly number[]) => number;

export interface BootstrapOptions {
  readonly statistic: Statistic;
  readonly resampleCount: number;
  readonly random: Random;
}

/**
 * The statistic of each of `resampleCount` draws with replacement of as many samples as there are, ascending.
 * @throws BenchError `SAMPLE_INVALID` for an empty list or a value that is not finite
 */
export function bootstrapReplicates(
  samples: readonly number[],
  { statistic, resampleCount, random }: BootstrapOptions,
): readonly number[] {
  checkSamples(samples, 'bootstrap');
  const draw = (): number => samples[random.nextInteger(samples.length)] ?? NaN;
  return sortAscending(Array.from({ length: resampleCount }, () => statistic(samples.map(draw))));
}

/**
 * Between the quantiles of the replicates.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function percentileInterval(replicates: readonly number[], confidence = 0.95): Interval {
  checkShare(confidence, 'a confidence');
  const tail = (1 - confidence) / 2;
  return {
    lower: quantileNearestRank(replicates, tail),
    upper: quantileNearestRank(replicates, 1 - tail),
    coverage: confidence,
  };
}

export interface BootstrapResult {
  readonly replicates: readonly number[];
  /** The statistic of the samples themselves. */
  readonly estimate: number;
  /** 0.95 unless told. */
  readonly confidence?: number;
}

/**
 * The percentile interval mirrored at the estimate: replicates scatter around the estimate as it does around the truth.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function basicInterval({ replicates, estimate, confidence }: BootstrapResult): Interval {
  const { lower, upper, coverage } = percentileInterval(replicates, confidence);
  return { lower: 2 * estimate - upper, upper: 2 * estimate - lower, coverage };
}

/**
 * Bias-corrected and accelerated interval (Efron 1987): the percentile interval at shifted percentages.
 * @param acceleration of `jackknifeAcceleration`
 * @throws BenchError `SAMPLE_INVALID`, also where the estimate lies outside all replicates
 */
export function bcaInterval(
  { replicates, estimate, confidence = 0.95 }: BootstrapResult,
  acceleration: number,
): Interval {
  checkShare(confidence, 'a confidence');
  const bias = biasCorrection(replicates, estimate);
  const edge = (probability: number): number => {
    const shifted = bias + normalQuantile(probability);
    return quantileNearestRank(replicates, normalCdf(bias + shifted / (1 - acceleration * shifted)));
  };
  const tail = (1 - confidence) / 2;
  return { lower: edge(tail), upper: edge(1 - tail), coverage: confidence };
}

/**
 * Normal quantile of the share of replicates below the estimate. Replicates that equal it count half: the median of a
 * resample often is the median of the samples, and counting these as above would correct a bias that is none.
 * @throws BenchError `SAMPLE_INVALID` where the estimate lies outside all replicates
 */
export function biasCorrection(replicates: readonly number[], estimate: number): number {
  checkSamples(replicates, 'bias correction');
  // Sums of the same numbers in another order may differ by rounding.
  const tolerance = 1e-12 * Math.abs(estimate);
  const below = replicates.filter((replicate) => replicate < estimate - tolerance).length;
  const above = replicates.filter((replicate) => replicate > estimate + tolerance).length;
  const share = (replicates.length + below - above) / (2 * replicates.length);
  if (share > 0 && share < 1) return normalQuantile(share);
  const text = `Cannot correct the bias: all replicates lie on one side of ${String(estimate)}`;
  throw new BenchError('SAMPLE_INVALID', text);
}

/**
 * A sixth of the skewness of the statistic over the samples but one; 0 where leaving one out changes nothing.
 * @throws BenchError `SAMPLE_INVALID` for fewer than two samples or a value that is not finite
 */
export function jackknifeAcceleration(samples: readonly number[], statistic: Statistic): number {
  checkSamples(samples, 'acceleration');
  if (samples.length < 2) {
    throw new BenchError('SAMPLE_INVALID', 'Cannot compute the acceleration: one sample has none');
  }
  const leftOut = samples.map((_, index) => statistic(samples.toSpliced(index, 1)));
  const centre = leftOut.reduce((sum, each) => sum + each, 0) / leftOut.length;
  const sumOfPowers = (power: number): number =>
    leftOut.reduce((sum, each) => sum + (centre - each) ** power, 0);
  const squares = sumOfPowers(2);
  return squares === 0 ? 0 : sumOfPowers(3) / (6 * squares ** 1.5);
}
