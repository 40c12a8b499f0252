import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestSplit } from '../../../src/stats/energy-split.ts';
import { expectRelative } from './expect-relative.ts';
import { halving20, step30 } from './reference-series.ts';

/** By the definition: means over all pairs. */
function energyOf(series: readonly number[], index: number): number {
  const [one, other] = [series.slice(0, index), series.slice(index)];
  const meanOf = (distances: readonly number[]): number =>
    distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  const within = (part: readonly number[]): number =>
    meanOf(part.flatMap((value, at) => part.slice(at + 1).map((next) => Math.abs(value - next))));
  const between = meanOf(one.flatMap((value) => other.map((next) => Math.abs(value - next))));
  const scale = (one.length * other.length) / series.length;
  return scale * (2 * between - within(one) - within(other));
}

describe('bestSplit()', () => {
  it('gives the known split of a half after 10', () => {
    const split = bestSplit(halving20, 2);
    expect(split?.index).toBe(10);
    expectRelative(split?.q ?? NaN, 4.6822222222);
  });

  it('finds a step of 4 % after 18', () => {
    expect(bestSplit(step30, 3)?.index).toBe(18);
  });

  it('is the largest of all splits that leave enough on both sides', () => {
    const seriesOf = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 25 });
    fc.assert(
      fc.property(seriesOf, fc.integer({ min: 2, max: 5 }), (series, minimumSegment) => {
        const indexes = series
          .map((_, index) => index)
          .filter((index) => index >= minimumSegment && series.length - index >= minimumSegment);
        const split = bestSplit(series, minimumSegment);
        if (split === undefined) {
          expect(indexes).toEqual([]);
          return;
        }
        expect(indexes).toContain(split.index);
        expect(split.q).toBeCloseTo(energyOf(series, split.index), 9);
        expect(split.q).toBeCloseTo(Math.max(...indexes.map((index) => energyOf(series, index))), 9);
      }),
    );
  });
});
