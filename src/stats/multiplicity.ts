/**
 * Adjusted p-values of a family of tests: each may be compared with α as if it stood alone. All of them leave the order
 * of the input and never fall below the p that they adjust.
 */
import { BenchError } from '../base/errors.ts';

/**
 * Holm's step-down procedure (1979): holds the probability of any false alarm in the family, whatever the tests depend on.
 * @returns in the order of the input
 * @throws BenchError `SAMPLE_INVALID` for a value outside 0 to 1
 */
export function holm(ps: readonly number[]): readonly number[] {
  const ascending = orderByP(ps);
  let largest = 0;
  const adjusted = ascending.map(({ p, index }, position) => {
    largest = Math.max(largest, Math.min(1, (ps.length - position) * p));
    return { p: largest, index };
  });
  return inInputOrder(adjusted);
}

/**
 * Benjamini and Hochberg's step-up procedure (1995): holds the expected share of false alarms among the alarms, for
 * tests that are independent or positively dependent. Meant for tables that are explored, not for gates.
 * @returns in the order of the input
 * @throws BenchError `SAMPLE_INVALID` for a value outside 0 to 1
 */
export function benjaminiHochberg(ps: readonly number[]): readonly number[] {
  return stepUp(ps, ps.length);
}

/**
 * Benjamini and Yekutieli's procedure (2001): as Benjamini and Hochberg's, under any dependence.
 * @returns in the order of the input
 * @throws BenchError `SAMPLE_INVALID` for a value outside 0 to 1
 */
export function benjaminiYekutieli(ps: readonly number[]): readonly number[] {
  const harmonic = ps.reduce((sum, _, index) => sum + 1 / (index + 1), 0);
  return stepUp(ps, ps.length * harmonic);
}

interface RankedP {
  readonly p: number;
  /** Place in the input. */
  readonly index: number;
}

function stepUp(ps: readonly number[], factor: number): readonly number[] {
  const ascending = orderByP(ps);
  let least = 1;
  const adjusted = ascending
    .map(({ p, index }, position) => ({ p: (factor * p) / (position + 1), index }))
    .reverse()
    .map(({ p, index }) => {
      least = Math.min(least, p);
      return { p: least, index };
    });
  return inInputOrder(adjusted);
}

function orderByP(ps: readonly number[]): readonly RankedP[] {
  for (const p of ps) {
    if (p >= 0 && p <= 1) continue;
    throw new BenchError('SAMPLE_INVALID', `Cannot adjust p-values: ${String(p)} is none`);
  }
  return ps.map((p, index) => ({ p, index })).sort((one, other) => one.p - other.p);
}

function inInputOrder(ranked: readonly RankedP[]): readonly number[] {
  return [...ranked].sort((one, other) => one.index - other.index).map(({ p }) => p);
}
