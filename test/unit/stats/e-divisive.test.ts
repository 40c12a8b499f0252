import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findChangePoints } from '../../../src/stats/e-divisive.ts';
import { createRandom } from '../../../src/stats/random.ts';
import { expectRelative } from './expect-relative.ts';
import { halving20, step30 } from './reference-series.ts';

const options = { minimumSegment: 3, p: 0.001, minimumChange: 0.01 };
const quiet = step30.slice(0, 18);

/** Whole numbers that scatter by ±2 around levels far from 0. */
const levels = fc.array(
  fc.record({
    level: fc.integer({ min: 100, max: 120 }),
    noise: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 4, maxLength: 15 }),
  }),
  { minLength: 1, maxLength: 4 },
);

function indexesOf(series: readonly number[], minimumChange = 0): readonly number[] {
  return findChangePoints(series, { ...options, minimumChange }).map(({ index }) => index);
}

describe('findChangePoints()', () => {
  it('finds a half after 10', () => {
    const points = findChangePoints(halving20, options);
    expect(points).toHaveLength(1);
    expect(points[0]).toMatchObject({ index: 10 });
    expectRelative(points[0]?.meanBefore ?? NaN, 1.004);
    expectRelative(points[0]?.meanAfter ?? NaN, 0.501);
    expectRelative(points[0]?.relativeChange ?? NaN, 0.501 / 1.004 - 1);
  });

  it('finds a step of 4 % after 18', () => {
    const points = findChangePoints(step30, options);
    expect(points).toHaveLength(1);
    expect(points[0]).toMatchObject({ index: 18 });
    expectRelative(points[0]?.meanBefore ?? NaN, 120.2556, 1e-6);
    expectRelative(points[0]?.meanAfter ?? NaN, 125.0583, 1e-6);
    expectRelative(points[0]?.relativeChange ?? NaN, 0.039938, 1e-5);
    // 2.311e-23 with the divisor n.
    expectRelative(points[0]?.p ?? NaN, 5.811e-23, 1e-4);
  });

  it.each([
    ['in values that only scatter', [...quiet, ...quiet.slice(0, 12)]],
    ['in a single spike', quiet.with(9, 180)],
    ['in equal values', [7, 7, 7, 7, 7, 7, 7, 7]],
    ['in fewer values than two segments', [1, 1, 1, 9, 9]],
    ['in one value', [3]],
  ])('finds nothing %s', (_, series) => {
    expect(findChangePoints(series, options)).toEqual([]);
  });

  it('finds each of several, and a short one between two long ones', () => {
    const scattered = (level: number, count: number): readonly number[] =>
      Array.from({ length: count }, (_, index) => level + ([-0.6, 0.2, 0.7, -0.3][index % 4] ?? NaN));
    const steps = [
      ...scattered(100, 20),
      ...scattered(104, 20),
      ...scattered(108, 20),
      ...scattered(100, 20),
    ];
    expect(indexesOf(steps)).toEqual([20, 40, 60]);
    expect(indexesOf([...scattered(100, 100), ...scattered(104, 10), ...scattered(100, 100)])).toEqual([
      100, 110,
    ]);
  });

  it('finds a step without noise', () => {
    expect(findChangePoints([2, 2, 2, 2, 3, 3, 3], options)).toEqual([
      { index: 4, meanBefore: 2, meanAfter: 3, relativeChange: 0.5, p: 0 },
    ]);
    expect(findChangePoints([0, 0, 0, 0, -3, -3, -3], options)[0]?.relativeChange).toBe(-Infinity);
  });

  it('passes over changes that are too small to matter', () => {
    expect(findChangePoints(step30, { ...options, minimumChange: 0.0399 })).toHaveLength(1);
    expect(findChangePoints(step30, { ...options, minimumChange: 0.04 })).toEqual([]);
  });

  it('seldom finds anything in values that only scatter', () => {
    const alarms = Array.from({ length: 100 }, (_, seed) => {
      const random = createRandom(seed);
      const series = Array.from({ length: 60 }, () => 1000 + random.nextInteger(21) + random.nextInteger(21));
      return indexesOf(series).length;
    }).filter((count) => count > 0);
    expect(alarms.length).toBeLessThanOrEqual(8);
  });

  it('drops the later of two that are alike but for rounding, wherever 0 lies', () => {
    const alike = [102, 100, 100, 104, 104, 104, 105, 106, 106];
    for (const shift of [0, 23, 1000]) expect(indexesOf(alike.map((value) => value + shift))).toEqual([3]);
  });

  it('holds what it promises for any steps', () => {
    fc.assert(
      fc.property(levels, (parts) => {
        const series = parts.flatMap(({ level, noise }) => noise.map((each) => level + each));
        const points = findChangePoints(series, options);
        const edges = [0, ...points.map(({ index }) => index), series.length];
        for (const [index, edge] of edges.slice(1).entries()) {
          expect(edge - (edges[index] ?? NaN)).toBeGreaterThanOrEqual(3);
        }
        for (const { p, relativeChange } of points) {
          expect(p).toBeLessThanOrEqual(0.001);
          expect(Math.abs(relativeChange)).toBeGreaterThanOrEqual(0.01);
        }
      }),
    );
  });

  it('does not depend on where 0 lies, on the unit or on its sign', () => {
    fc.assert(
      fc.property(levels, fc.integer({ min: -500, max: 500 }), (parts, shift) => {
        const series = parts.flatMap(({ level, noise }) => noise.map((each) => level + each));
        const indexes = indexesOf(series);
        expect(indexesOf(series.map((value) => value + shift))).toEqual(indexes);
        expect(indexesOf(series.map((value) => value * 1024))).toEqual(indexes);
        expect(indexesOf(series.map((value) => -value))).toEqual(indexes);
      }),
    );
  });

  it('refuses a segment of one value, a p that is none and NaN', () => {
    expect(() => findChangePoints([1, 2], { ...options, minimumSegment: 1 })).toThrow(
      'Cannot seek change points: 1 is no length of a segment',
    );
    expect(() => findChangePoints([1, 2], { ...options, p: 0 })).toThrow('as the p of a change point');
    expect(() => findChangePoints([NaN], options)).toThrow(
      'Cannot compute the change points: sample 0 is NaN',
    );
  });
});
