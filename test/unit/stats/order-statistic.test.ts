import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neededCount, orderStatisticRanks, quantileInterval } from '../../../src/stats/order-statistic.ts';
import { boot20 } from './reference-samples.ts';

/** Probability, samples, ranks and, where it is known, the coverage to as many digits as it is known. */
interface KnownRanks {
  readonly p: number;
  readonly n: number;
  readonly lower: number;
  readonly upper: number;
  readonly coverage?: string;
}

const knownRanks: readonly KnownRanks[] = [
  { p: 0.5, n: 6, lower: 1, upper: 6, coverage: '0.96875' },
  { p: 0.5, n: 7, lower: 1, upper: 7, coverage: '0.984375' },
  { p: 0.5, n: 8, lower: 1, upper: 8, coverage: '0.9921875' },
  { p: 0.5, n: 9, lower: 2, upper: 8, coverage: '0.9609375' },
  { p: 0.5, n: 10, lower: 2, upper: 9, coverage: '0.978515625' },
  { p: 0.5, n: 11, lower: 2, upper: 10, coverage: '0.98828125' },
  { p: 0.5, n: 12, lower: 3, upper: 10, coverage: '0.96142578' },
  { p: 0.5, n: 20, lower: 6, upper: 15, coverage: '0.95861053' },
  { p: 0.5, n: 30, lower: 10, upper: 21, coverage: '0.95722605' },
  { p: 0.5, n: 50, lower: 18, upper: 33, coverage: '0.9672' },
  { p: 0.5, n: 100, lower: 40, upper: 61, coverage: '0.9648' },
  { p: 0.5, n: 200, lower: 86, upper: 115, coverage: '0.96' },
  { p: 0.5, n: 1000, lower: 469, upper: 532, coverage: '0.9537' },
  { p: 0.9, n: 50, lower: 41, upper: 50 },
  { p: 0.9, n: 100, lower: 84, upper: 96, coverage: '0.9557' },
  { p: 0.9, n: 300, lower: 259, upper: 281 },
  { p: 0.9, n: 1000, lower: 881, upper: 919 },
  { p: 0.95, n: 100, lower: 90, upper: 100, coverage: '0.9826' },
  { p: 0.95, n: 200, lower: 184, upper: 197 },
  { p: 0.95, n: 300, lower: 277, upper: 293 },
  { p: 0.95, n: 1000, lower: 936, upper: 964 },
  { p: 0.99, n: 400, lower: 392, upper: 400, coverage: '0.9613' },
  { p: 0.99, n: 500, lower: 490, upper: 500 },
  { p: 0.99, n: 1000, lower: 983, upper: 997, coverage: '0.9761' },
  // Exact integer arithmetic.
  { p: 0.9, n: 20_000, lower: 17_916, upper: 18_084, coverage: '0.952289930030' },
  { p: 0.5, n: 100_000, lower: 49_690, upper: 50_311, coverage: '0.950444285330' },
  { p: 0.99, n: 100_000, lower: 98_938, upper: 99_062, coverage: '0.951233861297' },
];

const probabilities = fc.double({ min: 0.001, max: 0.999, noNaN: true });

describe('orderStatisticRanks()', () => {
  it.each(knownRanks)('at p $p of $n samples: $lower to $upper', ({ p, n, lower, upper, coverage }) => {
    const ranks = orderStatisticRanks(n, p);
    expect([ranks?.lowerRank, ranks?.upperRank]).toEqual([lower, upper]);
    if (coverage !== undefined) {
      const digits = coverage.length - '0.'.length;
      expect(ranks?.coverage.toFixed(digits)).toBe(Number(coverage).toFixed(digits));
    }
  });

  it('is symmetric for the median', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 3000 }), (count) => {
        const ranks = orderStatisticRanks(count, 0.5);
        expect((ranks?.lowerRank ?? 0) + (ranks?.upperRank ?? 0)).toBe(count + 1);
      }),
    );
  });

  it('mirrors at 1 - p', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 63 }),
        (count, sixtyFourths) => {
          const ranks = orderStatisticRanks(count, sixtyFourths / 64);
          const mirrored = orderStatisticRanks(count, 1 - sixtyFourths / 64);
          expect(mirrored?.lowerRank).toBe(ranks === undefined ? undefined : count + 1 - ranks.upperRank);
        },
      ),
    );
  });

  it('covers at least what was asked, within the samples', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), probabilities, (count, probability) => {
        const ranks = orderStatisticRanks(count, probability);
        if (ranks === undefined) return;
        expect(ranks.coverage).toBeGreaterThanOrEqual(0.95);
        expect(ranks.lowerRank).toBeGreaterThanOrEqual(1);
        expect(ranks.upperRank).toBeLessThanOrEqual(count);
        expect(ranks.lowerRank).toBeLessThan(ranks.upperRank);
      }),
    );
  });

  it('refuses a count that is none', () => {
    expect(() => orderStatisticRanks(0, 0.5)).toThrow(
      'Cannot compute a binomial distribution: 0 is no count of trials',
    );
  });
});

describe('neededCount()', () => {
  it.each([
    [0.5, 6, 5],
    [0.75, 13, 11],
    [0.9, 36, 29],
    [0.95, 72, 59],
    [0.99, 368, 299],
    [0.999, 3688, 2995],
  ])('at p %d: %d two-sided, %d one-sided', (probability, twoSided, oneSided) => {
    expect(neededCount(probability)).toBe(twoSided);
    // One side of 95 % is one tail of a two-sided 90 %.
    expect(neededCount(probability, 0.9)).toBe(oneSided);
  });

  it('is the first count that has ranks', () => {
    fc.assert(
      fc.property(probabilities, (probability) => {
        const count = neededCount(probability);
        expect(orderStatisticRanks(count, probability)).toBeDefined();
        if (count > 1) expect(orderStatisticRanks(count - 1, probability)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  it.each([0, 1, NaN])('refuses the probability %d', (probability) => {
    expect(() => neededCount(probability)).toThrow('as the probability of a quantile');
  });
});

describe('quantileInterval()', () => {
  it('gives the known interval of the median of BOOT20', () => {
    const interval = quantileInterval(boot20, 0.5);
    const coverage: unknown = expect.closeTo(0.95861053, 8);
    expect(interval).toEqual({
      kind: 'value',
      value: { lower: 120.1, upper: 126.3, coverage },
    });
  });

  it('takes samples in any order', () => {
    expect(quantileInterval([...boot20].reverse(), 0.5)).toEqual(quantileInterval(boot20, 0.5));
  });

  it('says how many samples it needs', () => {
    expect(quantileInterval(boot20, 0.99)).toEqual({ kind: 'too-few', neededCount: 368 });
  });

  it('refuses NaN', () => {
    expect(() => quantileInterval([NaN], 0.5)).toThrow('sample 0 is NaN');
  });
});
