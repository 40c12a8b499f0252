import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kendallTauB, spearman } from '../../../src/stats/correlation.ts';
import { mannKendall } from '../../../src/stats/mann-kendall.ts';
import { expectRelative } from './expect-relative.ts';
import { t10 } from './reference-samples.ts';
import { drifting } from './reference-series.ts';

const pairsOf = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), {
  minLength: 2,
  maxLength: 12,
});

/** All orders of the values, equal ones told apart. */
function ordersOf(values: readonly number[]): readonly (readonly number[])[] {
  if (values.length === 0) return [[]];
  return values.flatMap((value, index) =>
    ordersOf(values.toSpliced(index, 1)).map((rest) => [value, ...rest]),
  );
}

describe('spearman()', () => {
  it('gives the known values of a series that drifts', () => {
    const { rho, p, method } = spearman(t10, drifting);
    expectRelative(rho, 0.896358127);
    expectRelative(p, 0.0004446887, 1e-6);
    expect(method).toBe('t');
    // t = ρ √(df / (1 − ρ²))
    expectRelative(rho * Math.sqrt(8 / (1 - rho ** 2)), 5.7187188901);
  });

  it('is exact for few pairs', () => {
    const { rho, p, method } = spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]);
    expect(rho).toBeCloseTo(0.8, 12);
    expect(p).toBe(16 / 120);
    expect(method).toBe('exact');
  });

  it('counts all orders with ties', () => {
    const [xs, ys] = [
      [1, 1, 2, 3],
      [5, 7, 7, 9],
    ];
    const seen = spearman(xs, ys);
    const all = ordersOf(ys).map((order) => Math.abs(spearman(xs, order).rho));
    expect(seen.p).toBeCloseTo(all.filter((rho) => rho >= Math.abs(seen.rho) - 1e-9).length / 24, 12);
  });

  it('is certain of a longer monotonic series', () => {
    expect(spearman(t10, t10)).toEqual({ rho: 1, p: 0, method: 't' });
    expect(spearman(t10, [...t10].reverse()).rho).toBe(-1);
  });
});

describe('kendallTauB()', () => {
  it('gives the known values of a series that drifts', () => {
    const { tau, p } = kendallTauB(t10, drifting);
    expectRelative(tau, 0.7501937734);
    expectRelative(p, 0.0029250201, 1e-7);
  });

  it('has the variance of all orders, ties on both sides included', () => {
    const [xs, ys] = [
      [1, 1, 2, 3, 3],
      [5, 7, 7, 7, 9],
    ];
    const taus = ordersOf(ys).map((order) => kendallTauB(xs, order).tau);
    const deviation = Math.sqrt(taus.reduce((sum, tau) => sum + tau ** 2, 0) / taus.length);
    const { tau, p } = kendallTauB(xs, ys);
    // p tells z = τ / deviation; 1.96 belongs to .05.
    const scaled = (tau / deviation) ** 2;
    expect(p).toBeCloseTo(erfcOfRoot(scaled / 2), 9);
  });

  it('is the trend test when one side is the order', () => {
    const { s, variance } = mannKendall(drifting);
    expect(kendallTauB(t10, drifting).p).toBeCloseTo(erfcOfRoot(s ** 2 / variance / 2), 9);
  });
});

/** erfc(√x) by its integral, with the midpoint rule: P(|Z| > √2x). */
function erfcOfRoot(x: number): number {
  const steps = 200_000;
  const width = 8 / steps;
  let sum = 0;
  for (let step = 0; step < steps; step += 1) sum += Math.exp(-((Math.sqrt(x) + (step + 0.5) * width) ** 2));
  return (2 / Math.sqrt(Math.PI)) * sum * width;
}

describe.each([
  [
    'spearman()',
    (xs: readonly number[], ys: readonly number[]) => ({ r: spearman(xs, ys).rho, p: spearman(xs, ys).p }),
  ],
  [
    'kendallTauB()',
    (xs: readonly number[], ys: readonly number[]) => ({
      r: kendallTauB(xs, ys).tau,
      p: kendallTauB(xs, ys).p,
    }),
  ],
])('%s', (_, correlate) => {
  it('is symmetric, turns with the order, and sees ranks alone', () => {
    fc.assert(
      fc.property(pairsOf, (pairs) => {
        const xs = pairs.map(([x]) => x);
        const ys = pairs.map(([, y]) => y);
        const { r, p } = correlate(xs, ys);
        expect(Math.abs(r)).toBeLessThanOrEqual(1);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(correlate(ys, xs).r).toBeCloseTo(r, 12);
        expect(
          correlate(
            xs,
            ys.map((y) => -y),
          ).r,
        ).toBeCloseTo(-r, 12);
        expect(
          correlate(
            xs.map((x) => x ** 3 + x),
            ys,
          ),
        ).toEqual({ r, p });
      }),
      { numRuns: 30 },
    );
  });

  it('finds nothing in a quantity that never changes', () => {
    expect(correlate([1, 1, 1], [1, 2, 3])).toEqual({ r: 0, p: 1 });
  });

  it('refuses lists of different lengths, one pair and NaN', () => {
    expect(() => correlate([1, 2], [1])).toThrow(
      'Cannot correlate 2 values with 1: at least two pairs are needed',
    );
    expect(() => correlate([1], [1])).toThrow('at least two pairs are needed');
    expect(() => correlate([1, NaN], [1, 2])).toThrow('sample 1 is NaN');
  });
});
