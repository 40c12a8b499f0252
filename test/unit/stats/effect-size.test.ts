import { describe, expect, it } from 'vitest';
import { cliffsDelta, superiority } from '../../../src/stats/effect-size.ts';
import { expectRelative } from './expect-relative.ts';
import { b8a, b8b, earlyPermeability, termPermeability } from './reference-samples.ts';

describe('cliffsDelta()', () => {
  it.each([
    [termPermeability, earlyPermeability, -0.4],
    [[19, 22, 16, 29, 24], [20, 11, 17, 12], -0.7],
    // 19 of 25 pairs above, 3 below.
    [[1, 2, 2, 3, 5], [2, 4, 5, 6, 6], 0.64],
    [b8a, b8b, 0.53125],
    [[1, 2], [3, 4], 1],
    [[1, 1], [1, 1], 0],
  ])('gives the known delta from %j to %j', (base, candidate, delta) => {
    expect(cliffsDelta(base, candidate)).toBeCloseTo(delta, 12);
    expect(cliffsDelta(candidate, base)).toBeCloseTo(-delta, 12);
  });
});

describe('superiority()', () => {
  it('counts ties as half', () => {
    expectRelative(superiority(b8a, b8b), 0.765625, 1e-12);
  });
});
