import { describe, expect, it } from 'vitest';
import { chiSquareTail } from '../../../src/stats/chi-square.ts';
import { expectRelative } from './expect-relative.ts';

describe('chiSquareTail()', () => {
  // The upper 5 % points of the tables.
  it.each([
    [1, 3.841458820694124],
    [2, 5.991464547107979],
    [3, 7.814727903251179],
    [4, 9.487729036781154],
    [5, 11.070497693516351],
    [10, 18.307038053275146],
    [25, 37.65248413348277],
  ])('with %d degrees of freedom leaves 5 %% beyond %d', (df, x) => {
    expectRelative(chiSquareTail(x, df), 0.05, 1e-12);
  });

  it('keeps its digits far out', () => {
    expectRelative(chiSquareTail(1000, 2), Math.exp(-500), 1e-12);
  });

  it('is 1 from 0 down', () => {
    expect([chiSquareTail(0, 3), chiSquareTail(-1, 4)]).toEqual([1, 1]);
  });
});
