import { describe, expect, it } from 'vitest';
import { seriesStyle } from '../../../../src/report/charts/series-style.ts';

describe('seriesStyle()', () => {
  it('gives thirty series as many pairs of colour and dash', () => {
    const keys = Array.from({ length: 30 }, (_, index) => `series ${index}`);
    const { color, dash } = seriesStyle(keys);
    expect([color.domain, dash.domain]).toEqual([keys, keys]);
    expect(
      new Set(keys.map((_, index) => JSON.stringify([color.range[index], dash.range[index]]))).size,
    ).toBe(30);
  });
});
