import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autocorrelation, effectiveCount, lag1, ljungBox } from '../../../src/stats/autocorrelation.ts';
import { expectRelative } from './expect-relative.ts';
import { lew, michelso } from './nist-samples.ts';
import { numAcc4 } from './reference-samples.ts';
import { drifting } from './reference-series.ts';

const seriesOf = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 60 });

describe('lag1()', () => {
  it('gives the known value of a series that drifts', () => {
    expectRelative(lag1(drifting), 0.5634058298);
  });

  it.each([
    ['Lew', lew, -0.307304800605679],
    ['Michelso', michelso, 0.535199668621283],
  ])('gives the certified value of NIST %s', (_, series, certified) => {
    expectRelative(lag1(series), certified, 1e-11);
  });

  it('gives the certified value of NIST NumAcc4', () => {
    // The data themselves are rounded to doubles of 1.9e-9 spacing.
    expectRelative(lag1(numAcc4), -0.999, 1e-7);
  });

  it('lies between -1 and 1, the same for any unit', () => {
    fc.assert(
      fc.property(seriesOf, (series) => {
        const r = lag1(series);
        expect(Math.abs(r)).toBeLessThanOrEqual(1);
        expect(lag1(series.map((value) => 1000 - 8 * value))).toBeCloseTo(r, 9);
      }),
    );
  });

  it('is 0 of equal values', () => {
    expect(lag1([4, 4, 4])).toBe(0);
  });

  it('refuses one sample', () => {
    expect(() => lag1([1])).toThrow('Cannot compute the autocorrelation: 1 samples have no lag of 1');
  });
});

describe('autocorrelation()', () => {
  it('of a period of two is as high at lag 2 as the ends allow', () => {
    expect(autocorrelation([1, -1, 1, -1, 1, -1], 2)).toBeCloseTo(4 / 6, 12);
  });
});

describe('effectiveCount()', () => {
  it('gives the known value of a series that drifts', () => {
    expectRelative(effectiveCount(drifting), 2.79258, 2e-6);
  });

  it('is never more than there are samples, nor less than one', () => {
    expect(effectiveCount([1, -1, 1, -1])).toBe(4);
    fc.assert(
      fc.property(seriesOf, (series) => {
        expect(effectiveCount(series)).toBeGreaterThanOrEqual(1);
        expect(effectiveCount(series)).toBeLessThanOrEqual(series.length);
      }),
    );
  });
});

describe('ljungBox()', () => {
  it('gives the known values of a series that drifts', () => {
    const { q, p } = ljungBox(drifting, 1);
    expectRelative(q, 4.2323483873);
    expect(p).toBeCloseTo(0.0396605, 7);
  });

  it('adds up its lags', () => {
    const expected = [1, 2, 3].reduce(
      (sum, lag) => sum + (10 * 12 * autocorrelation(drifting, lag) ** 2) / (10 - lag),
      0,
    );
    expectRelative(ljungBox(drifting, 3).q, expected);
  });

  it('finds nothing in equal values', () => {
    expect(ljungBox([1, 1, 1, 1], 2)).toEqual({ q: 0, p: 1 });
  });

  it('refuses more lags than there are', () => {
    expect(() => ljungBox([1, 2, 3], 3)).toThrow('3 samples have no lag of 3');
  });
});
