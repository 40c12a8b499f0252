import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thin } from '../../../../src/report/charts/thin.ts';

describe('thin()', () => {
  it('keeps all of few', () => {
    expect(thin([1, 2, 3], { most: 3, isAlways: () => false })).toEqual({
      items: [1, 2, 3],
      alwaysCount: 2,
      step: 1,
    });
  });

  it('keeps the ends, what is always drawn, and every k-th of the others', () => {
    const items = Array.from({ length: 12 }, (_, index) => index);
    const thinned = thin(items, { most: 6, isAlways: (item) => item === 4 });
    expect(thinned).toEqual({ items: [0, 3, 4, 7, 10, 11], alwaysCount: 3, step: 3 });
  });

  it('keeps the extremes and all outliers of whatever there is, and no more others than asked', () => {
    const lists = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 50 }), (list, most) => {
        const sorted = list.toSorted((a, b) => a - b);
        const isAlways = (value: number): boolean => value >= 95;
        const { items, alwaysCount } = thin(sorted, { most, isAlways });
        expect(items.length).toBeLessThanOrEqual(Math.max(most, alwaysCount + 1));
        expect([items[0], items.at(-1)]).toEqual([sorted[0], sorted.at(-1)]);
        expect(items.filter(isAlways)).toEqual(sorted.filter(isAlways));
      }),
    );
  });
});
