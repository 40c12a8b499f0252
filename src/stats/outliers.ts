/**
 * Rules that label far values. They label only: a slow mode is a finding, and a sample without it would be another one.
 */
import { checkSamples } from './check-samples.ts';
import { median, medianAbsoluteDeviation } from './moments.ts';
import { quantileType7 } from './quantile.ts';

export interface Fences {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Tukey's fences: 1.5 and 3 interquartile ranges beyond the quartiles, which are of type 7. On data with a right tail
 * far more lies beyond them than the 0.7 % of a normal distribution.
 * @throws BenchError `SAMPLE_INVALID` for an empty list or a value that is not finite
 */
export function tukeyFences(samples: readonly number[]): { readonly mild: Fences; readonly severe: Fences } {
  const [lower, upper] = [quantileType7(samples, 0.25), quantileType7(samples, 0.75)];
  const range = upper - lower;
  return {
    mild: { lower: lower - 1.5 * range, upper: upper + 1.5 * range },
    severe: { lower: lower - 3 * range, upper: upper + 3 * range },
  };
}

/** 0.75 quantile of the standard normal distribution; the paper rounds it to 0.6745. */
const madOfNormal = 0.6744897501960817;

/**
 * Signed distances to the median in units of a normal distribution's standard deviation as the MAD tells it, in the
 * order of the samples (Iglewicz and Hoaglin 1993, who label beyond 3.5). Where more than half of the samples are equal
 * the MAD is 0, and whatever differs is infinitely far.
 * @throws BenchError `SAMPLE_INVALID` for an empty list or a value that is not finite
 */
export function modifiedZScores(samples: readonly number[]): readonly number[] {
  checkSamples(samples, 'modified z-scores');
  const middle = median(samples);
  const deviation = medianAbsoluteDeviation(samples);
  return samples.map((sample) => (sample === middle ? 0 : (madOfNormal * (sample - middle)) / deviation));
}
