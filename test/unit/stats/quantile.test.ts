import fc from 'fast-check';
import { quantile as simpleStatisticsQuantile } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { quantileType7 } from '../../../src/stats/quantile.ts';
import { boot20, s5, t10 } from './reference-samples.ts';

const samplesOf = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 60 });
const shares = fc.double({ min: 0, max: 1, noNaN: true });

interface KnownAnswer {
  readonly name: string;
  readonly samples: readonly number[];
  readonly probability: number;
  readonly expected: number;
}

const knownAnswers: readonly KnownAnswer[] = [
  { name: 'BOOT20', samples: boot20, probability: 0.05, expected: 118.96 },
  { name: 'BOOT20', samples: boot20, probability: 0.25, expected: 120.1 },
  { name: 'BOOT20', samples: boot20, probability: 0.5, expected: 122.15 },
  { name: 'BOOT20', samples: boot20, probability: 0.75, expected: 126.925 },
  { name: 'BOOT20', samples: boot20, probability: 0.9, expected: 147.17 },
  { name: 'BOOT20', samples: boot20, probability: 0.95, expected: 190.225 },
  { name: 'BOOT20', samples: boot20, probability: 0.99, expected: 233.165 },
  { name: 'S5', samples: s5, probability: 0.05, expected: 16 },
  { name: 'S5', samples: s5, probability: 0.25, expected: 20 },
  { name: 'S5', samples: s5, probability: 0.3, expected: 23 },
  { name: 'S5', samples: s5, probability: 0.4, expected: 29 },
  { name: 'S5', samples: s5, probability: 0.5, expected: 35 },
  { name: 'S5', samples: s5, probability: 0.75, expected: 40 },
  { name: 'S5', samples: s5, probability: 0.9, expected: 46 },
  { name: 'S5', samples: s5, probability: 0.95, expected: 48 },
  { name: 'S5', samples: s5, probability: 0.99, expected: 49.6 },
  { name: 'T10', samples: t10, probability: 0.25, expected: 3.25 },
  { name: 'T10', samples: t10, probability: 0.5, expected: 5.5 },
  { name: 'T10', samples: t10, probability: 0.75, expected: 7.75 },
  { name: 'T10', samples: t10, probability: 0.9, expected: 9.1 },
  { name: 'T10', samples: t10, probability: 0.95, expected: 9.55 },
  { name: 'T10', samples: t10, probability: 0.99, expected: 9.91 },
];

describe('quantileType7()', () => {
  it.each(knownAnswers)(
    'gives the known value of $name at $probability',
    ({ samples, probability, expected }) => {
      expect(quantileType7(samples, probability)).toBeCloseTo(expected, 9);
    },
  );

  it('takes samples in any order', () => {
    expect(quantileType7([...boot20].reverse(), 0.9)).toBe(quantileType7(boot20, 0.9));
  });

  it('sorts nanoseconds by value, not by text', () => {
    expect(quantileType7([1_000_000_000, 20, 3], 0.5)).toBe(20);
  });

  it('keeps nanoseconds that still fit a number exact', () => {
    expect(quantileType7([2 ** 53 - 1, 2 ** 53 - 1, 2 ** 53 - 3], 0.5)).toBe(2 ** 53 - 1);
  });

  it('gives the only sample for every probability', () => {
    expect([0, 0.5, 0.99, 1].map((probability) => quantileType7([7], probability))).toEqual([7, 7, 7, 7]);
  });

  it('gives minimum and maximum at the ends', () => {
    expect([quantileType7(boot20, 0), quantileType7(boot20, 1)]).toEqual([118.2, 243.9]);
  });

  it('refuses an empty list', () => {
    expect(() => quantileType7([], 0.5)).toThrow('Cannot compute the quantile: there are no samples');
  });

  it('refuses NaN', () => {
    expect(() => quantileType7([1, NaN, 3], 0.5)).toThrow('Cannot compute the quantile: sample 1 is NaN');
  });

  it.each([-0.1, 1.1, NaN])('refuses the probability %d', (probability) => {
    expect(() => quantileType7([1, 2], probability)).toThrow(
      `Cannot use ${String(probability)} as the probability of a quantile: a number between 0 and 1 is needed`,
    );
  });

  it('is monotone in the probability', () => {
    fc.assert(
      fc.property(samplesOf, shares, shares, (samples, one, other) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        expect(quantileType7(samples, low)).toBeLessThanOrEqual(quantileType7(samples, high));
      }),
    );
  });

  it('lies within minimum and maximum', () => {
    fc.assert(
      fc.property(samplesOf, shares, (samples, probability) => {
        const value = quantileType7(samples, probability);
        expect(value).toBeGreaterThanOrEqual(Math.min(...samples));
        expect(value).toBeLessThanOrEqual(Math.max(...samples));
      }),
    );
  });
});

describe('quantile() of simple-statistics', () => {
  it('is of type 7 in the pinned version', () => {
    for (const { samples, probability, expected } of knownAnswers) {
      expect(simpleStatisticsQuantile([...samples], probability)).toBeCloseTo(expected, 9);
    }
  });
});
