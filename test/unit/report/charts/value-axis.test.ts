import { describe, expect, it } from 'vitest';
import { valueAxis, valueAxisTitle, valuePositionPx } from '../../../../src/report/charts/value-axis.ts';

describe('valueAxis()', () => {
  it.each([
    ['values within a factor of ten', [1, 9.99], 'linear'],
    ['values that span a factor of ten', [1, 10], 'log'],
    ['a zero', [0, 1, 1000], 'linear'],
    ['a negative value', [-1, 1000], 'linear'],
    ['one value', [5], 'linear'],
  ] as const)('is for %s as it should be', (_what, values, type) => {
    expect(valueAxis(values, 0.05).type).toBe(type);
  });

  it('says that it is logarithmic, and places values by their logarithms', () => {
    const axis = valueAxis([1, 10, 100], 0);
    expect(axis.domain[0]).toBeCloseTo(1, 12);
    expect(axis.domain[1]).toBeCloseTo(100, 10);
    expect(valuePositionPx(10, axis, 600)).toBeCloseTo(300, 10);
    expect(valueAxisTitle('boot.guest (ms)', axis)).toBe('boot.guest (ms), logarithmic');
    expect(valueAxisTitle('boot.guest (ms)', valueAxis([1, 2], 0))).toBe('boot.guest (ms)');
  });
});
