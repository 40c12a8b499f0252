import { BenchError } from '../base/errors.ts';
import { checkSamples, checkShare, sortAscending } from './check-samples.ts';

/** One step of an empirical distribution function: at `value` it jumps to `share`. */
export interface EcdfStep {
  readonly value: number;
  /** Share of the samples that are at most `value`; 1 at the last step. */
  readonly share: number;
}

/**
 * Steps of the empirical distribution function, ascending, one a distinct value.
 * @throws BenchError `SAMPLE_INVALID` for an empty list or a value that is not finite
 */
export function ecdfSteps(samples: readonly number[]): readonly EcdfStep[] {
  checkSamples(samples, 'distribution function');
  const sorted = sortAscending(samples);
  return sorted.flatMap((value, index) =>
    value === sorted[index + 1] ? [] : [{ value, share: (index + 1) / sorted.length }],
  );
}

/**
 * Half the height of the Dvoretzky-Kiefer-Wolfowitz band, with Massart's constant (1990): with the given confidence
 * the true distribution function is nowhere farther from the empirical one.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function dkwHalfWidth(sampleCount: number, confidence = 0.95): number {
  checkShare(confidence, 'a confidence');
  if (!Number.isInteger(sampleCount) || sampleCount < 1) {
    throw new BenchError('SAMPLE_INVALID', `Cannot compute a DKW band: ${String(sampleCount)} samples`);
  }
  return Math.sqrt(Math.log(2 / (1 - confidence)) / (2 * sampleCount));
}
