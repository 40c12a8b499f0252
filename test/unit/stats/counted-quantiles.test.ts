import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countedQuantiles, orderGroups } from '../../../src/stats/counted-quantiles.ts';
import { quantileType7 } from '../../../src/stats/quantile.ts';

describe('countedQuantiles()', () => {
  it('takes each value as often as its group counts', () => {
    const ordered = orderGroups([[3, 1], [2], [10]]);
    expect(countedQuantiles(ordered, [1, 1, 1], [0, 0.5, 1])).toEqual([1, 2.5, 10]);
    expect(countedQuantiles(ordered, [2, 0, 0], [0, 0.5, 1])).toEqual([1, 2, 3]);
    expect(countedQuantiles(ordered, [0, 3, 1], [0.1, 0.5, 0.9])).toEqual([2, 2, expect.closeTo(7.6, 12)]);
  });

  it('is type 7 of the values written out', () => {
    const groups = fc.array(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(groups, fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }), (values, counts) => {
        const written = values.flatMap((group, at) =>
          Array.from({ length: counts[at] ?? 0 }, () => group).flat(),
        );
        fc.pre(written.length > 0);
        const probabilities = [0.05, 0.1, 0.25, 0.3, 0.5, 0.9, 0.99];
        const found = countedQuantiles(orderGroups(values), counts, probabilities);
        for (const [at, probability] of probabilities.entries()) {
          expect(found[at]).toBeCloseTo(quantileType7(written, probability), 10);
        }
      }),
    );
  });

  it('has no quantile where no group counts', () => {
    expect(countedQuantiles(orderGroups([[1], [2]]), [0, 0], [0.5])).toEqual([NaN]);
  });

  it('refuses no values', () => {
    expect(() => orderGroups([[]])).toThrow('there are no samples');
  });
});
