import { describe, it } from 'vitest';
import { smallestBlockP, smallestNormalP } from '../../../src/stats/smallest-p.ts';
import { expectRelative } from './expect-relative.ts';

function shapesOf(
  size: number,
  count: number,
): readonly { readonly base: number; readonly candidate: number }[] {
  return Array.from({ length: count }, () => ({ base: size, candidate: size }));
}

describe('smallestBlockP()', () => {
  // Up to 100 000 relabellings 2 of them all; beyond, P(|Z| ≥ √(n − 1 summed over blocks)).
  it.each([
    [2, 2, 2 / 36],
    [2, 6, 2 / 46_656],
    [1, 16, 2 / 65_536],
    [2, 12, 1.973175290075396e-9],
    [1, 20, 7.744216431044095e-6],
  ])('with %d of each arm in %d blocks is %d', (size, count, expected) => {
    expectRelative(smallestBlockP(shapesOf(size, count)), expected, 1e-9);
  });
});

describe('smallestNormalP()', () => {
  it('is nowhere below that of all relabellings', () => {
    expectRelative(smallestNormalP(shapesOf(2, 2)), 2 / 36, 1e-12);
    expectRelative(smallestNormalP(shapesOf(2, 12)), 1.973175290075396e-9, 1e-9);
  });
});
