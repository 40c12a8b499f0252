import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thin } from '../../../../src/report/charts/thin.ts';

describe('thin()', () => {
  it('keeps all of few', () => {
    expect(thin([1, 2, 3], { most: 3, isAlways: () => false })).toEqual({
      items: [1, 2, 3],
      alwaysStep: 1,
      step: 1,
    });
  });

  it('keeps the ends, what is always drawn, and every k-th of the others', () => {
    const items = Array.from({ length: 12 }, (_, index) => index);
    const thinned = thin(items, { most: 6, isAlways: (item) => item === 4 });
    expect(thinned).toEqual({ items: [0, 3, 4, 7, 10, 11], alwaysStep: 1, step: 3 });
  });

  it('thins what is to be kept as well where it is more than half', () => {
    const items = Array.from({ length: 1000 }, (_, index) => index);
    const thinned = thin(items, { most: 100, isAlways: (item) => item % 2 === 0 });
    expect(thinned.items.length).toBeLessThanOrEqual(100);
    expect(thinned).toMatchObject({ alwaysStep: 10, step: 10 });
  });

  it('keeps the extremes of whatever there is, all outliers up to half of the room, and never more than asked', () => {
    const lists = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(lists, fc.integer({ min: 4, max: 50 }), (list, most) => {
        const sorted = list.toSorted((a, b) => a - b);
        const isAlways = (value: number): boolean => value >= 95;
        const { items, alwaysStep } = thin(sorted, { most, isAlways });
        expect(items.length).toBeLessThanOrEqual(most);
        expect([items[0], items.at(-1)]).toEqual([sorted[0], sorted.at(-1)]);
        const outliers = sorted.filter(isAlways);
        if (outliers.length <= (most - 2) / 2) expect(alwaysStep).toBe(1);
        if (alwaysStep === 1) expect(items.filter(isAlways)).toEqual(outliers);
      }),
    );
  });
});
