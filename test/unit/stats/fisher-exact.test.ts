import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fisherExact } from '../../../src/stats/fisher-exact.ts';
import { hitCounts } from './hit-counts.ts';

describe('fisherExact()', () => {
  it.each([
    { base: 6, candidate: 11, count: 50, expected: 0.2868853792 },
    { base: 6, candidate: 16, count: 50, expected: 0.0283467087 },
    { base: 3, candidate: 12, count: 300, expected: 0.0329535716 },
  ])('$base against $candidate of $count each is $expected', ({ base, candidate, count, expected }) => {
    expect(fisherExact({ hits: base, count }, { hits: candidate, count })).toBeCloseTo(expected, 10);
  });

  it('gives the p of the lady tasting tea', () => {
    // 1 + 16 + 16 + 1 of 70 deals.
    expect(fisherExact({ hits: 1, count: 4 }, { hits: 3, count: 4 })).toBeCloseTo(34 / 70, 12);
  });

  it('keeps its digits far out in the tail', () => {
    // Two of C(120, 60) deals.
    const all = fisherExact({ hits: 0, count: 60 }, { hits: 60, count: 60 });
    const deals = Array.from({ length: 60 }, (_, k) => (61 + k) / (k + 1)).reduce((a, b) => a * b, 1);
    expect((all * deals) / 2).toBeCloseTo(1, 10);
  });

  it('stays a probability for a million runs', () => {
    const p = fisherExact({ hits: 5000, count: 1_000_000 }, { hits: 5100, count: 1_000_000 });
    // The normal approximation: z = 100 / √(10 100 · 0.99495 …) ≈ 0.998.
    expect(p).toBeCloseTo(0.32, 1);
  });

  it('is symmetric in the arms and in what counts as a hit', () => {
    fc.assert(
      fc.property(hitCounts, hitCounts, (base, candidate) => {
        const p = fisherExact(base, candidate);
        expect(fisherExact(candidate, base)).toBeCloseTo(p, 12);
        const missesOf = ({ hits, count }: { hits: number; count: number }): typeof base => ({
          hits: count - hits,
          count,
        });
        expect(fisherExact(missesOf(base), missesOf(candidate))).toBeCloseTo(p, 12);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('tells nothing of an arm without runs', () => {
    expect(fisherExact({ hits: 0, count: 0 }, { hits: 3, count: 9 })).toBe(1);
  });

  it.each([
    [{ hits: 5, count: 4 }],
    [{ hits: -1, count: 4 }],
    [{ hits: 0.5, count: 4 }],
    [{ hits: NaN, count: NaN }],
  ])('refuses %o', (share) => {
    expect(() => fisherExact(share, { hits: 1, count: 2 })).toThrow(/^Cannot count hits: .* is no share$/);
  });
});
