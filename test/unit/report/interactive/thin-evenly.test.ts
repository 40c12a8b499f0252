import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thinEvenly } from '../../../../src/report/interactive/thin-evenly.ts';

describe('thinEvenly()', () => {
  it('keeps the order, both ends, and no more than it may', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 2, max: 50 }), (count, most) => {
        const items = Array.from({ length: count }, (_, index) => index);
        const kept = thinEvenly(items, most);
        expect(kept).toHaveLength(Math.min(count, most));
        expect([kept[0], kept.at(-1)]).toEqual([0, count - 1]);
        expect([...kept].sort((one, other) => one - other)).toEqual(kept);
        const gaps = kept.slice(1).map((item, index) => item - (kept[index] ?? 0));
        if (gaps.length > 0) expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
