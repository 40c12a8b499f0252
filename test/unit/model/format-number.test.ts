import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatValue, unitLabel } from '../../../src/model/format-number.ts';

describe('formatValue()', () => {
  it.each([
    [171_234.6, 'us', '171235'],
    [85.25, 'us', '85.3'],
    [8.5, 'us', '8.5'],
    [0.4567, 'us', '0.457'],
    [100, 'us', '100'],
    [99.96, 'us', '100'],
    [85.1234, 'ms', '85.123'],
    [85.12, 'ms', '85.12'],
    [3_402.4, 'KiB', '3402'],
    [128.26, 'MiB', '128.3'],
    [97.25, 'percent', '97.3'],
    [0.04213, 'percent', '0.0421'],
    [3, 'count', '3'],
    [2.66667, 'count', '2.67'],
    [0, 'us', '0'],
    [-0, 'us', '0'],
    [-0.0000001, 'us', '0'],
    [-512.4, 'us', '-512'],
    [120_000_000, 'us', '120000000'],
  ] as const)('writes %d %s as %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it.each([NaN, Infinity])('refuses %d', (value) => {
    expect(() => formatValue(value, 'us')).toThrow(`Cannot print a value in us: it is ${String(value)}`);
  });

  it('is off by at most half a percent, and never by a whole microsecond', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e9, noNaN: true }), (value) => {
        const error = Math.abs(Number(formatValue(value, 'us')) - value);
        expect(error).toBeLessThanOrEqual(Math.min(0.500001, value * 0.00500001));
      }),
    );
  });

  it('never writes an exponent', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e15, max: 1e15, noNaN: true }), (value) => {
        expect(formatValue(value, 'ms')).toMatch(/^-?\d+(\.\d*[1-9])?$/);
      }),
    );
  });
});

describe('unitLabel()', () => {
  it('writes units as people do', () => {
    expect([unitLabel('us'), unitLabel('percent'), unitLabel('KiB')]).toEqual(['µs', '%', 'KiB']);
  });
});
