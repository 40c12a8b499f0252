import { describe, expect, it } from 'vitest';
import { uProbabilities, uVariance } from '../../../src/stats/u-distribution.ts';
import { expectRelative } from './expect-relative.ts';

/** Partitions of u into at most `parts` parts of at most `largest`, by the recurrence on whether one is the largest. */
function countPartitions(parts: number, largest: number): readonly bigint[] {
  const table = new Map<string, readonly bigint[]>();
  const count = (n: number, m: number): readonly bigint[] => {
    const key = `${String(n)} ${String(m)}`;
    const known = table.get(key);
    if (known !== undefined) return known;
    const without = m === 0 || n === 0 ? [] : count(n, m - 1);
    const withIt = m === 0 || n === 0 ? [] : count(n - 1, m);
    const counts =
      m === 0 || n === 0
        ? [1n]
        : Array.from(
            { length: n * m + 1 },
            (_, u) => (without[u] ?? 0n) + (u < m ? 0n : (withIt[u - m] ?? 0n)),
          );
    table.set(key, counts);
    return counts;
  };
  return count(parts, largest);
}

describe('uProbabilities()', () => {
  it.each([
    [1, 1],
    [3, 4],
    [7, 2],
    [20, 20],
    [35, 30],
  ])('agrees with counts in whole numbers for %d and %d values, far tails included', (base, candidate) => {
    const exact = countPartitions(base, candidate);
    const all = exact.reduce((sum, count) => sum + count, 0n);
    const seen = uProbabilities(base, candidate);
    expect(seen).toHaveLength(exact.length);
    for (const [u, count] of exact.entries())
      expectRelative(seen[u] ?? NaN, Number(count) / Number(all), 1e-12);
  });

  it('gives each end of 100 and 100 values its one labelling of all', () => {
    const seen = uProbabilities(100, 100);
    let one = 1;
    for (let k = 1; k <= 100; k += 1) one *= k / (100 + k);
    expectRelative(seen[0] ?? NaN, one, 1e-11);
    expectRelative(seen.at(-1) ?? NaN, one, 1e-11);
    expect(seen.every((probability) => probability > 0)).toBe(true);
  });

  it('has the known variance', () => {
    const seen = uProbabilities(12, 9);
    const variance = seen.reduce((sum, probability, u) => sum + probability * (u - 54) ** 2, 0);
    expectRelative(variance, uVariance(12, 9), 1e-12);
  });
});
