import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayScale, formatScaled, formatValue, unitLabel } from '../../../src/model/format-number.ts';

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

describe('displayScale()', () => {
  it.each([
    [
      'shows times from 1 ms on in ms',
      { values: [1000, 900], unit: 'us', scale: { unit: 'ms', divisor: 1000, decimals: 2 } },
    ],
    [
      'leaves shorter times in µs',
      { values: [999, 85.25], unit: 'us', scale: { unit: 'us', divisor: 1, decimals: 0 } },
    ],
    [
      'shows memory from 1 MiB on in MiB',
      { values: [1024, 5000], unit: 'KiB', scale: { unit: 'MiB', divisor: 1024, decimals: 2 } },
    ],
    [
      'gives the smallest spread two digits',
      { values: [14_123, 310], unit: 'us', scale: { unit: 'ms', divisor: 1000, decimals: 2 } },
    ],
    [
      'goes no finer than the unit',
      { values: [14_123, 4], unit: 'us', scale: { unit: 'ms', divisor: 1000, decimals: 3 } },
    ],
    [
      'gives a lone round value three digits',
      { values: [14_000], unit: 'us', scale: { unit: 'ms', divisor: 1000, decimals: 1 } },
    ],
    [
      'passes over zeros',
      { values: [0, 14_000, 0], unit: 'us', scale: { unit: 'ms', divisor: 1000, decimals: 1 } },
    ],
    [
      'shows small shares',
      { values: [0.0421], unit: 'percent', scale: { unit: 'percent', divisor: 1, decimals: 4 } },
    ],
    [
      'takes any sign',
      { values: [-2_000_000], unit: 'us', scale: { unit: 'ms', divisor: 1000, decimals: 0 } },
    ],
    [
      'has no decimals for zeros',
      { values: [0, 0], unit: 'us', scale: { unit: 'us', divisor: 1, decimals: 0 } },
    ],
    [
      'has no decimals for nothing',
      { values: [], unit: 'us', scale: { unit: 'us', divisor: 1, decimals: 0 } },
    ],
  ] as const)('%s', (_what, { values, unit, scale }) => {
    expect(displayScale(values, unit)).toEqual(scale);
  });
});

describe('formatScaled()', () => {
  const scale = { unit: 'ms', divisor: 1000, decimals: 2 } as const;

  it.each([
    [14_100, '14.10'],
    [14_123.5, '14.12'],
    [-14_100, '-14.10'],
    [0, '0.00'],
    [-0.4, '0.00'],
  ])('writes %d µs as %s ms', (value, text) => {
    expect(formatScaled(value, scale)).toBe(text);
  });

  it('refuses what is not finite', () => {
    expect(() => formatScaled(NaN, scale)).toThrow('Cannot print a value in ms: it is NaN');
  });

  it('is off by at most half of its last decimal', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (value) => {
        const error = Math.abs(Number(formatScaled(value, scale)) - value / 1000);
        expect(error).toBeLessThanOrEqual(0.00500001);
      }),
    );
  });
});
