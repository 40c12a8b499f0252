import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { theilSen } from '../../../src/stats/theil-sen.ts';

function pointsOf(xs: readonly number[], ys: readonly number[]): readonly { x: number; y: number }[] {
  return xs.map((x, index) => ({ x, y: ys[index] ?? NaN }));
}

describe('theilSen()', () => {
  // Made with scipy.stats.theilslopes 1.16.
  it.each([
    [
      'a series with its order',
      pointsOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [2.1, 2.4, 2.0, 3.1, 3.6, 3.3, 4.9, 4.2, 5.5, 5.1]),
      { slope: 0.4, intercept: 1.25, lower: 0.3, upper: 0.48 },
    ],
    [
      'five values at each of three places',
      pointsOf(
        [128, 512, 1024].flatMap((x) => [x, x, x, x, x]),
        [3901, 3888, 3910, 3897, 3890, 3950, 3960, 3941, 3955, 3962, 4040, 4051, 4033, 4046, 4049],
      ),
      {
        slope: 0.16517857142857142,
        intercept: 3870.4285714285716,
        lower: 0.15178571428571427,
        upper: 0.177734375,
      },
    ],
  ])('gives the known answer for %s', (_, points, expected) => {
    const { slope, intercept, interval } = theilSen(points);
    expect(slope).toBeCloseTo(expected.slope, 12);
    expect(intercept).toBeCloseTo(expected.intercept, 9);
    expect(interval?.lower).toBeCloseTo(expected.lower, 12);
    expect(interval?.upper).toBeCloseTo(expected.upper, 12);
  });

  it('gives .36 a run for a series that drifts', () => {
    const drifting = [120.1, 119.9, 120.6, 121.0, 120.1, 121.9, 121.3, 122.4, 123.0, 122.4];
    const order = drifting.map((_, index) => index + 1);
    expect(theilSen(pointsOf(order, drifting)).slope).toBeCloseTo(0.36, 12);
  });

  it('finds any exact line, whatever one wild point does to it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -100, max: 100 }),
        fc.integer({ min: -100, max: 100 }),
        fc.integer({ min: -1e6, max: 1e6 }),
        (slope, intercept, wild) => {
          const xs = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
          const ys = xs.map((x) => slope * x + intercept);
          const fit = theilSen(pointsOf([...xs, 5.5], [...ys, wild]));
          expect(fit.slope).toBeCloseTo(slope, 9);
        },
      ),
    );
  });

  it('has no interval where the points are too few', () => {
    expect(theilSen(pointsOf([1, 2], [1, 2]))).toEqual({ slope: 1, intercept: 0 });
  });

  it.each([
    ['nothing', [], []],
    ['one place alone', [1, 1], [1, 2]],
    ['a value that is none', [1, 2], [1, NaN]],
  ])('refuses %s', (_, xs, ys) => {
    expect(() => theilSen(pointsOf(xs, ys))).toThrow(expect.objectContaining({ code: 'SAMPLE_INVALID' }));
  });
});
