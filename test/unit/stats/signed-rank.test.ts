import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signedRankTest } from '../../../src/stats/signed-rank.ts';
import { expectRelative } from './expect-relative.ts';
import { depressionAfter, depressionBefore, pairedLogRatios } from './reference-samples.ts';

const differences = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 14 });

/** By writing out every assignment of signs. */
function enumerated(ranks: readonly number[], statistic: number): number {
  const all = ranks.reduce((sum, rank) => sum + rank, 0);
  let hits = 0;
  for (let signs = 0; signs < 2 ** ranks.length; signs += 1) {
    const sum = ranks.reduce((total, rank, place) => ((signs >> place) & 1 ? total + rank : total), 0);
    if (Math.abs(sum - all / 2) >= Math.abs(statistic - all / 2)) hits += 1;
  }
  return hits / 2 ** ranks.length;
}

describe('signedRankTest()', () => {
  it('gives the known answer for pairs', () => {
    const { statistic, p, method } = signedRankTest(pairedLogRatios);
    expect([statistic, p, method]).toEqual([54, 4 / 1024, 'exact']);
  });

  it('gives the known answer for the depression scores', () => {
    const drop = depressionBefore.map((before, index) => before - (depressionAfter[index] ?? NaN));
    expect(signedRankTest(drop)).toMatchObject({ statistic: 40, p: 0.0390625 });
    expect(signedRankTest(drop, { alternative: 'greater' }).p).toBe(0.01953125);
    expect(signedRankTest(drop, { alternative: 'less' }).p).toBeGreaterThan(0.98);
  });

  it('counts ties as they are', () => {
    const ranks = [2, 2, 2, 4, 5];
    expect(signedRankTest([1, -1, 1, 2, 3])).toMatchObject({ statistic: 13, p: enumerated(ranks, 13) });
  });

  it('leaves out zeros, also those that rounding hides', () => {
    const { statistic, p } = signedRankTest([1, 2, 3, 0, 0.1 + 0.2 - 0.3]);
    expect([statistic, p]).toEqual([6, 0.25]);
    expect(signedRankTest([0, 0])).toEqual({ statistic: 0, variance: 0, p: 1, method: 'exact' });
  });

  it('keeps p when all signs turn', () => {
    fc.assert(
      fc.property(differences, (values) => {
        const one = signedRankTest(values);
        const other = signedRankTest(values.map((value) => -value));
        expect(other.p).toBe(one.p);
        expect(one.p > 0 && one.p <= 1).toBe(true);
      }),
    );
  });

  it('is near the exact p by the normal approximation', () => {
    const values = Array.from({ length: 100 }, (_, index) => ((index * 37) % 101) - 40);
    const exact = signedRankTest(values);
    const normal = signedRankTest([...values, 10.5, 11.5]);
    expect([exact.method, normal.method]).toEqual(['exact', 'normal']);
    expect(Math.abs(normal.p - exact.p)).toBeLessThan(0.01);
    expectRelative(exact.variance, signedRankTest(values.map((value) => -value)).variance);
  });
});
