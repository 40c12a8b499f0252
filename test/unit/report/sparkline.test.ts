import { describe, expect, it } from 'vitest';
import { binMeans, cumulativeLine, sparkline } from '../../../src/report/sparkline.ts';

describe('sparkline()', () => {
  it.each<[string, readonly [values: readonly number[], width: number], string]>([
    ['each bar once', [[0, 1, 2, 3, 4, 5, 6, 7], 8], '▁▂▃▄▅▆▇█'],
    ['the ends of any range', [[-5, 100, 47.5], 8], '▁█▅'],
    ['one value', [[3], 8], '▄'],
    ['values that are the same', [[3, 3, 3], 8], '▄▄▄'],
    ['the last values of many', [[9, 9, 9, 1, 2], 4], '…█▁▂'],
  ])('draws %s', (_what, [values, width], expected) => {
    expect(sparkline(values, width)).toBe(expected);
  });
});

describe('binMeans()', () => {
  it('leaves a short series, and takes means of neighbours of a long one', () => {
    expect(binMeans([3, 1, 2], 3)).toEqual([3, 1, 2]);
    expect(binMeans([1, 3, 5, 7, 10], 2)).toEqual([2, 22 / 3]);
  });
});

describe('cumulativeLine()', () => {
  it('climbs from blank to full', () => {
    expect(cumulativeLine([2, 2, 3, 4], { lowest: 0, highest: 4 }, 4)).toBe(' ▄▆█');
  });

  it('is full where all values are the same', () => {
    expect(cumulativeLine([5, 5], { lowest: 5, highest: 5 }, 3)).toBe('███');
  });
});
