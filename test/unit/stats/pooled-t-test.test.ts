import { describe, expect, it } from 'vitest';
import { pooledTTest } from '../../../src/stats/pooled-t-test.ts';
import { expectRelative } from './expect-relative.ts';
import { step30 } from './reference-series.ts';

describe('pooledTTest()', () => {
  it('gives the known p of a step, which the divisor n would halve', () => {
    expectRelative(pooledTTest(step30.slice(0, 18), step30.slice(18)), 5.811e-23, 1e-4);
  });

  it('gives the p of t = √3 with 2 degrees of freedom in closed form', () => {
    // t = 3 / √(3 · (1/2 + 1/2)); P(|T| > t) = 1 − t / √(2 + t²).
    const p = pooledTTest([0, Math.sqrt(6)], [3, 3 + Math.sqrt(6)]);
    expectRelative(p, 1 - Math.sqrt(3) / Math.sqrt(5), 1e-12);
  });

  it('is certain where nothing scatters', () => {
    expect([pooledTTest([1, 1], [2, 2]), pooledTTest([1, 1], [1, 1]), pooledTTest([1], [2])]).toEqual([
      0, 1, 0,
    ]);
  });

  it('refuses an empty part', () => {
    expect(() => pooledTTest([], [1])).toThrow('there are no samples');
  });
});
