import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  maximum,
  mean,
  median,
  medianAbsoluteDeviation,
  minimum,
  sampleStandardDeviation,
} from '../../../src/stats/moments.ts';
import { quantileType7 } from '../../../src/stats/quantile.ts';
import { expectRelative } from './expect-relative.ts';
import { lew, michelso } from './nist-samples.ts';
import { boot20, numAcc4, s5, t10 } from './reference-samples.ts';

describe('moments of BOOT20', () => {
  it('mean() gives the known value', () => {
    expect(mean(boot20)).toBeCloseTo(132.81, 9);
  });

  it('sampleStandardDeviation() divides by n - 1', () => {
    expect(sampleStandardDeviation(boot20)).toBeCloseTo(30.297835601, 9);
  });

  it('medianAbsoluteDeviation() is unscaled', () => {
    expect(medianAbsoluteDeviation(boot20)).toBeCloseTo(2.5, 9);
  });

  it('median(), minimum() and maximum() give the known values', () => {
    expect([median(boot20), minimum(boot20), maximum(boot20)]).toEqual([122.15, 118.2, 243.9]);
  });
});

describe('medianAbsoluteDeviation()', () => {
  it('gives the known values of S5 and T10', () => {
    expect([medianAbsoluteDeviation(s5), medianAbsoluteDeviation(t10)]).toEqual([15, 2.5]);
  });
});

describe('moments of NIST data', () => {
  it.each([
    { name: 'Lew', samples: lew, certifiedMean: -177.435, certifiedSd: 277.332168044316 },
    { name: 'Michelso', samples: michelso, certifiedMean: 299.8524, certifiedSd: 0.0790105478190518 },
  ])('mean() and sampleStandardDeviation() give the certified values of $name', (dataset) => {
    expectRelative(mean(dataset.samples), dataset.certifiedMean, 1e-14);
    expectRelative(sampleStandardDeviation(dataset.samples), dataset.certifiedSd, 1e-13);
  });
});

describe('moments of NIST NumAcc4', () => {
  it('mean() keeps its digits far from zero', () => {
    expect(mean(numAcc4)).toBeCloseTo(10_000_000.2, 8);
  });

  it('sampleStandardDeviation() keeps its digits far from zero', () => {
    // The data themselves are rounded to doubles of 1.9e-9 spacing.
    expect(sampleStandardDeviation(numAcc4)).toBeCloseTo(0.1, 8);
  });
});

describe('moments', () => {
  it('sort by value, not by text', () => {
    expect(median([1_000_000_000, 20, 3])).toBe(20);
    expect(medianAbsoluteDeviation([1_000_000_000, 20, 3])).toBe(17);
  });

  it('sampleStandardDeviation() refuses one sample', () => {
    expect(() => sampleStandardDeviation([1])).toThrow(
      'Cannot compute the standard deviation: one sample has none',
    );
  });

  it.each([
    ['mean', mean],
    ['standard deviation', sampleStandardDeviation],
    ['median absolute deviation', medianAbsoluteDeviation],
    ['median', median],
    ['minimum', minimum],
    ['maximum', maximum],
  ])('refuse a %s of nothing and of NaN', (name, statistic) => {
    expect(() => statistic([])).toThrow(`Cannot compute the ${name}: there are no samples`);
    expect(() => statistic([1, NaN])).toThrow(`Cannot compute the ${name}: sample 1 is NaN`);
    expect(() => statistic([Infinity, 1])).toThrow(`Cannot compute the ${name}: sample 0 is Infinity`);
  });

  it('median() is the quantile of type 7 at one half', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 1 }), (samples) => {
        expect(median(samples)).toBe(quantileType7(samples, 0.5));
      }),
    );
  });

  it('leave their argument as it is', () => {
    const samples = Object.freeze([3, 1, 2]);
    expect([median(samples), medianAbsoluteDeviation(samples), sampleStandardDeviation(samples)]).toEqual([
      2, 1, 1,
    ]);
  });
});
