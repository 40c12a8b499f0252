import { describe, expect, it } from 'vitest';
import { sparkline } from '../../../src/report/sparkline.ts';

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
