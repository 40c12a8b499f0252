import { mannWhitney } from './mann-whitney.ts';

/**
 * The probability that a value of the candidate is above one of the base, ties as half (Vargha and Delaney's A).
 * @throws BenchError `SAMPLE_INVALID` for an empty sample or a value that is not finite
 */
export function superiority(base: readonly number[], candidate: readonly number[]): number {
  return mannWhitney(base, candidate, { method: 'normal' }).u / (base.length * candidate.length);
}

/**
 * Cliff's delta (1993): how much likelier it is that the candidate's value is the greater one than that it is the
 * lesser; −1 to 1, 0 for no difference.
 * @throws BenchError `SAMPLE_INVALID` for an empty sample or a value that is not finite
 */
export function cliffsDelta(base: readonly number[], candidate: readonly number[]): number {
  return 2 * superiority(base, candidate) - 1;
}
