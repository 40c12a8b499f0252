import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noiseOf, optimalPartition } from '../../../src/stats/optimal-partitioning.ts';
import { halving20, step30 } from './reference-series.ts';

const steps = fc.array(
  fc.record({
    level: fc.integer({ min: -9, max: 9 }),
    noise: fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 1, maxLength: 12 }),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Squares around the means of the segments, plus the penalty of each change. */
function costOf(series: readonly number[], changes: readonly number[]): number {
  const edges = [0, ...changes, series.length];
  const penalty = 3 * noiseOf(series) ** 2 * Math.log(series.length);
  const squares = edges.slice(1).map((end, index) => {
    const segment = series.slice(edges[index], end);
    const centre = segment.reduce((sum, value) => sum + value, 0) / segment.length;
    return segment.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  });
  return squares.reduce((sum, each) => sum + each, 0) + penalty * changes.length;
}

describe('noiseOf()', () => {
  it('gives the known value of a series with a step', () => {
    expect(noiseOf(step30)).toBeCloseTo(0.73384, 4);
  });

  it('falls back to the root mean square where most neighbours are equal', () => {
    expect(noiseOf([1, 1, 1, 1, 3])).toBeCloseTo(Math.sqrt(4 / 4 / 2), 12);
    expect(noiseOf([7])).toBe(0);
  });
});

describe('optimalPartition()', () => {
  it.each([
    ['a step of 4 % after 18', step30, [18]],
    ['a half after 10', halving20, [10]],
    ['no step', [...step30.slice(0, 18), ...step30.slice(0, 12)], []],
    ['a step without noise', [1, 1, 1, 1, 2, 2, 2, 2], [4]],
    ['equal values', [5, 5, 5, 5], []],
    ['one value', [5], []],
  ])('finds %s', (_, series, expected) => {
    expect(optimalPartition(series)).toEqual(expected);
  });

  it('takes a spike for a segment of its own', () => {
    expect(optimalPartition(step30.slice(0, 18).with(9, 180))).toEqual([9, 10]);
  });

  it('keeps the shortest segment that is asked for', () => {
    const changes = optimalPartition(step30.slice(0, 18).with(9, 180), { minimumSegment: 4 });
    expect(changes).not.toEqual([]);
    const edges = [0, ...changes, 18];
    for (const [index, edge] of edges.slice(1).entries()) {
      expect(edge - (edges[index] ?? NaN)).toBeGreaterThanOrEqual(4);
    }
  });

  it('is cheaper than any partition with one or two changes', () => {
    fc.assert(
      fc.property(steps, (parts) => {
        const series = parts.flatMap(({ level, noise }) => noise.map((each) => level + each));
        const cost = costOf(series, optimalPartition(series));
        for (let first = 1; first < series.length; first += 1) {
          expect(cost).toBeLessThanOrEqual(costOf(series, [first]) + 1e-9);
          for (let second = first + 1; second < series.length; second += 1) {
            expect(cost).toBeLessThanOrEqual(costOf(series, [first, second]) + 1e-9);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('does not depend on the unit', () => {
    expect(optimalPartition(step30.map((value) => value * 1e6 + 1e9))).toEqual([18]);
  });

  it('refuses a length that is none', () => {
    expect(() => optimalPartition([1, 2], { minimumSegment: 0 })).toThrow(
      'Cannot partition a series: 0 is no length of a segment',
    );
    expect(() => optimalPartition([])).toThrow('Cannot compute the partition: there are no samples');
  });
});
