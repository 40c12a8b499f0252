/**
 * Location and spread of one sample. The sums behind mean and standard deviation are compensated and two-pass, so
 * they keep their digits for values that differ only far behind the point (NIST StRD NumAcc4 is the test).
 * `standardDeviation` of simple-statistics divides by n; the sample's own, with n − 1, is the one that is meant here.
 */
import * as simpleStatistics from 'simple-statistics';
import { BenchError } from '../base/errors.ts';
import { checkSamples } from './check-samples.ts';

/** @throws BenchError `SAMPLE_INVALID` for an empty list or a value that is not finite */
export function mean(samples: readonly number[]): number {
  checkSamples(samples, 'mean');
  return simpleStatistics.mean([...samples]);
}

/**
 * Standard deviation with n − 1.
 * @throws BenchError `SAMPLE_INVALID` for fewer than two samples or a value that is not finite
 */
export function sampleStandardDeviation(samples: readonly number[]): number {
  checkSamples(samples, 'standard deviation');
  if (samples.length < 2) {
    throw new BenchError('SAMPLE_INVALID', 'Cannot compute the standard deviation: one sample has none');
  }
  return simpleStatistics.sampleStandardDeviation([...samples]);
}

/**
 * Median of the distances to the median, unscaled: for normal data multiply by 1.4826 to compare with a standard
 * deviation.
 * @throws BenchError `SAMPLE_INVALID` for an empty list or a value that is not finite
 */
export function medianAbsoluteDeviation(samples: readonly number[]): number {
  checkSamples(samples, 'median absolute deviation');
  return simpleStatistics.medianAbsoluteDeviation([...samples]);
}

/** @throws BenchError `SAMPLE_INVALID` for an empty list or a value that is not finite */
export function median(samples: readonly number[]): number {
  checkSamples(samples, 'median');
  return simpleStatistics.median([...samples]);
}

/** @throws BenchError `SAMPLE_INVALID` for an empty list or a value that is not finite */
export function minimum(samples: readonly number[]): number {
  checkSamples(samples, 'minimum');
  return simpleStatistics.min([...samples]);
}

/** @throws BenchError `SAMPLE_INVALID` for an empty list or a value that is not finite */
export function maximum(samples: readonly number[]): number {
  checkSamples(samples, 'maximum');
  return simpleStatistics.max([...samples]);
}
