import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boschloo } from '../../../src/stats/boschloo.ts';
import { fisherExact } from '../../../src/stats/fisher-exact.ts';

const smallCounts = fc
  .integer({ min: 1, max: 15 })
  .chain((count) => fc.record({ hits: fc.integer({ min: 0, max: count }), count: fc.constant(count) }));

describe('boschloo()', () => {
  // The second is SciPy's answer for the first's table with rows and columns exchanged: other counts are fixed there.
  it.each([
    { base: { hits: 6, count: 50 }, candidate: { hits: 16, count: 50 }, expected: 0.020979166 },
    { base: { hits: 6, count: 22 }, candidate: { hits: 44, count: 78 }, expected: 0.016035508 },
  ])('of $base against $candidate is $expected', ({ base, candidate, expected }) => {
    expect(boschloo(base, candidate)).toBeCloseTo(expected, 8);
  });

  it('gives by hand the p of one pair and of two', () => {
    // One table of four is as far out on a side: s(1 − s) at most ¼. With two each, s²(1 − s)² at most 1/16.
    expect(boschloo({ hits: 0, count: 1 }, { hits: 1, count: 1 })).toBeCloseTo(1 / 2, 9);
    expect(boschloo({ hits: 0, count: 2 }, { hits: 2, count: 2 })).toBeCloseTo(1 / 8, 9);
  });

  it('is at most twice the one-sided test of Fisher, and the same for either order of the arms', () => {
    fc.assert(
      fc.property(smallCounts, smallCounts, (base, candidate) => {
        const p = boschloo(base, candidate);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(Math.min(1, 2 * fisherExact(base, candidate)) + 1e-9);
        expect(boschloo(candidate, base)).toBe(p);
      }),
      { numRuns: 25 },
    );
  });

  it('tells nothing of an arm without runs, and refuses what is no share', () => {
    expect(boschloo({ hits: 0, count: 0 }, { hits: 3, count: 9 })).toBe(1);
    expect(() => boschloo({ hits: 2, count: 1 }, { hits: 3, count: 9 })).toThrow('2 of 1 is no share');
  });
});
