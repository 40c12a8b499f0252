import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialWindow } from '../../../src/stats/binomial.ts';

describe('binomialWindow()', () => {
  it('gives the probabilities of four coins', () => {
    expect(binomialWindow(4, 0.5)).toEqual({ first: 0, probabilities: [1, 4, 6, 4, 1].map((k) => k / 16) });
  });

  it('gives the probability of no success to full precision', () => {
    const { first, probabilities } = binomialWindow(368, 0.01);
    expect(first).toBe(0);
    expect((probabilities[0] ?? 0) / 0.99 ** 368).toBeCloseTo(1, 12);
  });

  it('holds its mode for 100000 trials by Stirling to second order', () => {
    const { first, probabilities } = binomialWindow(100_000, 0.5);
    const atMode = probabilities[50_000 - first] ?? 0;
    // C(2m, m) / 4^m = (1 - 1/8m + 1/128m² …) / √(πm)
    expect(atMode * Math.sqrt(Math.PI * 50_000)).toBeCloseTo(1 - 1 / 400_000 + 1 / (128 * 50_000 ** 2), 12);
  });

  it('sums to one and has the mean n p', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0.0001, max: 0.9999, noNaN: true }),
        (trialCount, probability) => {
          const { first, probabilities } = binomialWindow(trialCount, probability);
          const sum = probabilities.reduce((total, p) => total + p, 0);
          const mean = probabilities.reduce((total, p, index) => total + p * (first + index), 0);
          expect(sum).toBeCloseTo(1, 11);
          expect(mean / (trialCount * probability)).toBeCloseTo(1, 9);
        },
      ),
    );
  });
});
