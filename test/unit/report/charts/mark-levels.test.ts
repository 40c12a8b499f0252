import { describe, expect, it } from 'vitest';
import { markLevels } from '../../../../src/report/charts/mark-levels.ts';

describe('markLevels()', () => {
  it.each([
    [[0, 50, 100], 40, [0, 0, 0]],
    [[0, 10, 20, 100], 40, [0, 1, 2, 0]],
    [[0, 1, 2, 3], 40, [0, 1, 2, 2]],
  ])('puts texts at %j of %d px on lines of their own', (starts, widthPx, levels) => {
    expect(
      markLevels(
        starts.map((atPx) => ({ atPx, widthPx })),
        3,
      ),
    ).toEqual(levels);
  });
});
