import type { Interval } from '../model/interval.ts';
import { BenchError } from '../base/errors.ts';
import { checkShare } from './check-samples.ts';
import { normalQuantile, studentTQuantile } from './distributions.ts';

export interface DetectionOptions {
  /** Of the estimated difference, in its unit. */
  readonly standardError: number;
  /** Two-sided error rate. Default 0.05. */
  readonly alpha?: number;
  /** How often an effect of that size is to be found. Default 0.8. */
  readonly power?: number;
  /** Of the standard error; absent, it counts as known. */
  readonly degreesOfFreedom?: number;
}

/**
 * The least effect that a comparison finds with the given power, in the unit of the standard error: the sum of the two
 * quantiles, times the standard error. At the defaults 2.80 standard errors.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function minimumDetectableEffect({
  standardError,
  alpha = 0.05,
  power = 0.8,
  degreesOfFreedom,
}: DetectionOptions): number {
  checkShare(alpha, 'an error rate');
  checkShare(power, 'a power');
  if (!(standardError >= 0)) {
    const text = `Cannot compute the least effect that can be found: the standard error is ${String(standardError)}`;
    throw new BenchError('SAMPLE_INVALID', text);
  }
  const quantile = (p: number): number =>
    degreesOfFreedom === undefined ? normalQuantile(p) : studentTQuantile(p, degreesOfFreedom);
  return (quantile(1 - alpha / 2) + quantile(power)) * standardError;
}

/**
 * By which factor the number of blocks has to grow until the wanted effect can be found; 1 where it can be already. The
 * standard error shrinks with the root of the number.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function growthToDetect(effect: number, options: DetectionOptions): number {
  if (!(effect > 0)) {
    throw new BenchError('SAMPLE_INVALID', `Cannot plan for an effect of ${String(effect)}`);
  }
  return Math.max(1, (minimumDetectableEffect(options) / effect) ** 2);
}

/** The standard error that an interval of about normal estimates stands for: its half over the quantile of its coverage. */
export function standardErrorOf({ lower, upper, coverage }: Interval): number {
  return (upper - lower) / 2 / normalQuantile((1 + coverage) / 2);
}
