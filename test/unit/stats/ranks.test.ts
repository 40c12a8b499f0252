import { describe, expect, it } from 'vitest';
import { midRanks } from '../../../src/stats/ranks.ts';

describe('midRanks()', () => {
  it.each([
    ['distinct values', [30, 10, 20], [3, 1, 2]],
    ['ties', [2, 1, 2, 3, 2], [3, 1, 3, 5, 3]],
    ['negative zero', [-0, 0, -1], [2.5, 2.5, 1]],
    ['values whose texts sort otherwise', [100, 20, 3], [3, 2, 1]],
    ['values that differ by rounding', [0.1 + 0.2, 0.3, 0.4], [1.5, 1.5, 3]],
    ['nanoseconds and the same made from milliseconds', [120.3 * 1e6, 120_300_000], [1.5, 1.5]],
    ['nanoseconds that differ by one', [120_000_001, 120_000_000], [2, 1]],
    ['one value', [7], [1]],
  ])('ranks %s', (_, values, ranks) => {
    expect(midRanks(values)).toEqual(ranks);
  });

  it('takes another tolerance', () => {
    expect(midRanks([1, 1.4, 3], 0.5)).toEqual([1.5, 1.5, 3]);
  });

  it.each([
    ['NaN', [1, NaN], 'Cannot compute the ranks: sample 1 is NaN'],
    ['nothing', [], 'Cannot compute the ranks: there are no samples'],
  ])('refuses %s', (_, values, message) => {
    expect(() => midRanks(values)).toThrow(message);
  });
});
