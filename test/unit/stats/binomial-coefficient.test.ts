import { describe, expect, it } from 'vitest';
import { binomialCoefficient } from '../../../src/stats/binomial-coefficient.ts';

describe('binomialCoefficient()', () => {
  it.each([
    [4, 2, 6],
    [5, 0, 1],
    [16, 8, 12_870],
    [15, 5, 3003],
    [50, 25, 126_410_606_437_752],
    [120, 60, 96_614_908_840_363_322_603_893_139_521_372_656],
    [1, 1, 1],
  ])('of %d over %d is %d', (n, k, count) => {
    expect(binomialCoefficient(n, k) / count).toBeCloseTo(1, 12);
  });

  it('is infinite beyond the doubles', () => {
    expect(binomialCoefficient(5000, 2500)).toBe(Infinity);
  });
});
