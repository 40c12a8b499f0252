import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thinSeries } from '../../../../src/report/interactive/thin-series.ts';

describe('thinSeries()', () => {
  it('keeps the first and the last of each series, and no more than it may', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 16, max: 100 }), (counts, most) => {
        const series = counts.map((count, at) =>
          Array.from({ length: count }, (_, index) => `${at} ${index}`),
        );
        const kept = thinSeries(series, most);
        const total = series.flat().length;
        expect(kept.length).toBeLessThanOrEqual(Math.min(total, most));
        expect(kept.length).toBeGreaterThan(Math.min(total, most) - series.length);
        expect(kept).toEqual(
          expect.arrayContaining(series.flatMap((one) => [...one.slice(0, 1), ...one.slice(-1)])),
        );
      }),
    );
  });

  it('keeps the ends where there are more of them than it may keep', () => {
    expect(thinSeries([['a', 'b', 'c'], ['d'], ['e', 'f']], 2)).toEqual(['a', 'c', 'd', 'e', 'f']);
  });
});
