import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mannKendall } from '../../../src/stats/mann-kendall.ts';
import { drifting } from './reference-series.ts';

const seriesOf = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 40 });

describe('mannKendall()', () => {
  it('gives the known values of a series that drifts', () => {
    const { s, variance, z, p } = mannKendall(drifting);
    expect([s, variance]).toEqual([33, 123]);
    expect(z).toBeCloseTo(2.885342831, 9);
    expect(p).toBeCloseTo(0.0039098763, 10);
  });

  it('has no continuity correction to make where nothing leans', () => {
    expect(mannKendall([1, 2, 2, 1])).toMatchObject({ s: 0, z: 0, p: 1 });
  });

  it('has the variance of all orders of the values', () => {
    // 24 orders of 1 2 2 3, each equally likely; the mean of s² over them.
    const values = [1, 2, 2, 3];
    const orders = values.flatMap((_, a) =>
      values.flatMap((_, b) =>
        values.flatMap((_, c) => {
          const d = 6 - a - b - c;
          const order = [a, b, c, d];
          return new Set(order).size === 4 && d >= 0 && d <= 3 ? [order.map((at) => values[at] ?? NaN)] : [];
        }),
      ),
    );
    expect(orders).toHaveLength(24);
    const meanSquare = orders.reduce((sum, order) => sum + mannKendall(order).s ** 2, 0) / 24;
    expect(mannKendall(values).variance).toBeCloseTo(meanSquare, 12);
  });

  it('takes values for equal that were so before a conversion of units', () => {
    // 0.1 + 0.2 is not 0.3.
    expect(mannKendall([0.1 + 0.2, 0.3, 0.3, 0.7 / 7 + 0.2])).toMatchObject({ s: 0, variance: 0 });
  });

  it('changes its sign with the direction and sees only the order', () => {
    fc.assert(
      fc.property(seriesOf, (series) => {
        const test = mannKendall(series);
        const reversed = mannKendall([...series].reverse());
        expect(reversed.s + test.s).toBe(0);
        expect(reversed.p).toBeCloseTo(test.p, 12);
        expect(mannKendall(series.map((value) => value ** 3 + 5))).toEqual(test);
      }),
    );
  });

  it('finds nothing in equal values', () => {
    expect(mannKendall([3, 3, 3])).toEqual({ s: 0, variance: 0, z: 0, p: 1 });
  });

  it('refuses nothing', () => {
    expect(() => mannKendall([])).toThrow('Cannot compute the trend: there are no samples');
  });
});
