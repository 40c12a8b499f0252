/** Tests and intervals of means by Student's t. Of logarithms they are about geometric means and their ratio. */
import type { Interval } from '../model/interval.ts';
import { BenchError } from '../base/errors.ts';
import { checkShare } from './check-samples.ts';
import { studentTCdf, studentTQuantile } from './distributions.ts';
import { mean, sampleStandardDeviation } from './moments.ts';

export interface TTest {
  /** Candidate less base. */
  readonly difference: number;
  readonly standardError: number;
  readonly t: number;
  readonly degreesOfFreedom: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * Two independent samples of unequal variance (Welch 1947).
 * @throws BenchError `SAMPLE_INVALID` for fewer than two values in a sample, or where all are equal
 */
export function welchTest(base: readonly number[], candidate: readonly number[]): TTest {
  const [ofBase, ofCandidate] = [base, candidate].map(
    (values) => sampleStandardDeviation(values) ** 2 / values.length,
  );
  const both = (ofBase ?? NaN) + (ofCandidate ?? NaN);
  const parts = (ofBase ?? NaN) ** 2 / (base.length - 1) + (ofCandidate ?? NaN) ** 2 / (candidate.length - 1);
  return tTest(mean(candidate) - mean(base), Math.sqrt(both), both ** 2 / parts);
}

/**
 * Pairs, by their differences.
 * @param differences candidate less base
 * @throws BenchError `SAMPLE_INVALID` for fewer than two, or where all are equal
 */
export function pairedTTest(differences: readonly number[]): TTest {
  const standardError = sampleStandardDeviation(differences) / Math.sqrt(differences.length);
  return tTest(mean(differences), standardError, differences.length - 1);
}

/**
 * The interval of a difference; its coverage is that of normal data.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function tInterval(
  { difference, standardError, degreesOfFreedom }: TTest,
  confidence = 0.95,
): Interval {
  checkShare(confidence, 'a confidence');
  const reach = standardError * studentTQuantile((1 + confidence) / 2, degreesOfFreedom);
  return { lower: difference - reach, upper: difference + reach, coverage: confidence };
}

export interface Equivalence {
  /** Distances from the lower and from the upper margin, in standard errors. */
  readonly tLower: number;
  readonly tUpper: number;
  /** That the difference is below the lower margin, and above the upper one; one-sided each. */
  readonly pLower: number;
  readonly pUpper: number;
  /** Of the whole test: the larger of the two. */
  readonly p: number;
}

/**
 * Two one-sided tests (Schuirmann 1987): whether the difference is surely within ± margin. At an error rate of 5 % that is
 * the same as a 90 % interval within the margins.
 * @param margin in the difference's unit, above 0; of logarithms the logarithm of the ratio
 * @throws BenchError `SAMPLE_INVALID`
 */
export function equivalenceTest(
  { difference, standardError, degreesOfFreedom }: TTest,
  margin: number,
): Equivalence {
  if (!(margin > 0)) {
    throw new BenchError('SAMPLE_INVALID', `Cannot test for equivalence: ${String(margin)} is no margin`);
  }
  const tLower = (difference + margin) / standardError;
  const tUpper = (difference - margin) / standardError;
  const pLower = studentTCdf(-tLower, degreesOfFreedom);
  const pUpper = studentTCdf(tUpper, degreesOfFreedom);
  return { tLower, tUpper, pLower, pUpper, p: Math.max(pLower, pUpper) };
}

function tTest(difference: number, standardError: number, degreesOfFreedom: number): TTest {
  if (standardError === 0) {
    throw new BenchError('SAMPLE_INVALID', 'Cannot compute a t-test: all values are equal');
  }
  const t = difference / standardError;
  const p = Math.max(Number.MIN_VALUE, 2 * studentTCdf(-Math.abs(t), degreesOfFreedom));
  return { difference, standardError, t, degreesOfFreedom, p };
}
