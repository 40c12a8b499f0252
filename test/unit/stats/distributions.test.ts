import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  betaCdf,
  betaQuantile,
  normalCdf,
  normalQuantile,
  studentTCdf,
  studentTQuantile,
  twoSidedNormalP,
} from '../../../src/stats/distributions.ts';
import { expectRelative } from './expect-relative.ts';

// Made with mpmath at 40 digits.
describe('normalCdf()', () => {
  it.each([
    [-37, 5.725571222524577e-300],
    [-20, 2.7536241186062337e-89],
    [-8, 6.220960574271785e-16],
    [-6, 9.86587645037698e-10],
    [-3.0001, 0.001349454913260717],
    [-2.9999, 0.0013503412829549265],
    [-1.5, 0.06680720126885807],
    [0, 0.5],
    [0.7, 0.758036347776927],
    [3.5, 0.9997673709209645],
    [-Infinity, 0],
    [Infinity, 1],
  ])('is %d → %d', (z, expected) => {
    expectRelative(normalCdf(z), expected, 1e-12);
  });

  it('refuses NaN', () => {
    expect(() => normalCdf(NaN)).toThrow('Cannot compute the normal distribution: it is asked for at NaN');
  });
});

describe('twoSidedNormalP()', () => {
  it.each([
    [0, 1],
    [1.959963984540054, 0.05],
    [-1.959963984540054, 0.05],
    [20, 2 * 2.7536241186062337e-89],
  ])('of %d is %d', (z, expected) => {
    expectRelative(twoSidedNormalP(z), expected, 1e-12);
  });

  it('is never 0', () => {
    expect(twoSidedNormalP(1000)).toBeGreaterThan(0);
  });
});

describe('normalQuantile()', () => {
  it.each([
    [0.975, 1.95996398454005],
    [0.8, 0.841621233572914],
    [0.9, 1.2815515655446],
    [0.5, 0],
    [0.4, -0.2533471031357997],
    [1e-10, -6.36134090240406],
    [1e-100, -21.2734535609653],
  ])('is %d → %d', (p, expected) => {
    expectRelative(normalQuantile(p), expected, 1e-13);
  });

  it.each([0, 1, NaN])('refuses %d', (p) => {
    expect(() => normalQuantile(p)).toThrow('as the probability of a quantile');
  });
});

describe('studentTCdf()', () => {
  it.each([
    [-2.5, 1, 0.1211189415908434],
    [-0.01, 3.5, 0.49628235622596206],
    [1.3, 2.2, 0.8434571070731995],
    [-10, 5, 0.0000854737878714818],
    [-40, 12.97, 2.841545989401107e-15],
    [-1.96, 1000, 0.025136592477874354],
    [-6, 100_000, 9.899647278008996e-10],
    [-100, 300, 1.0255751999773617e-232],
    [0, 4, 0.5],
    [-Infinity, 4, 0],
    [Infinity, 4, 1],
  ])('is %d with %d degrees of freedom → %d', (t, df, expected) => {
    expectRelative(studentTCdf(t, df), expected, 1e-10);
  });

  it.each([0, -1, NaN, Infinity])('refuses %d degrees of freedom', (df) => {
    expect(() => studentTCdf(1, df)).toThrow('Cannot compute a beta distribution');
  });
});

describe('studentTQuantile()', () => {
  it.each([
    [0.975, 9, 2.26215716279821],
    [0.8, 9, 0.883403859685535],
    [0.025, 12.97, -2.16087672637779],
    [0.975, 1000, 1.96233908082641],
    [0.975, 100_000, 1.95998770753461],
    [1e-6, 3, -103.299467780419],
    // The Cauchy distribution.
    [0.975, 1, 12.706204736174705],
    [1e-300, 1, -1e300 / Math.PI],
    [0.5, 7, 0],
  ])('is %d with %d degrees of freedom → %d', (p, df, expected) => {
    expectRelative(studentTQuantile(p, df), expected, 1e-11);
  });
});

describe('betaCdf()', () => {
  it.each<[number, [number, number], number]>([
    [0.1, [2, 3], 0.0523],
    [0.5, [0.5, 0.5], 0.5],
    [0.001, [6, 45], 1.5302529032312517e-11],
    [0.02, [1.05, 19.95], 0.308880231722843],
    [0.48, [5000, 5001], 0.00003280063846135791],
    [0.3, [300, 700], 0.5036711828607677],
    [0.999, [50, 0.5], 0.7523690199653766],
    [1e-5, [0.2, 0.3], 0.06452884871903305],
    [-1, [2, 3], 0],
    [2, [2, 3], 1],
  ])('at %d with the shapes %o is %d', (x, [a, b], expected) => {
    expectRelative(betaCdf(x, a, b), expected, 1e-11);
  });
});

describe('betaQuantile()', () => {
  it.each<[number, [number, number], number]>([
    [0.025, [6, 45], 0.0453353207736638],
    [0.975, [7, 44], 0.243101316705563],
    [0.025, [1, 300], 8.43891323178004e-5],
    [0.5, [0.5, 0.5], 0.5],
  ])('is %d with the shapes %o → %d', (p, [a, b], expected) => {
    expectRelative(betaQuantile(p, a, b), expected, 1e-12);
  });
});

describe('the quantiles', () => {
  const shares = fc.double({ min: 1e-12, max: 0.999, noNaN: true });
  const sizes = fc.double({ min: 0.3, max: 1000, noNaN: true });

  it('undo the distribution functions', () => {
    fc.assert(
      fc.property(shares, sizes, sizes, (p, a, b) => {
        expectRelative(normalCdf(normalQuantile(p)), p, 1e-10);
        expectRelative(studentTCdf(studentTQuantile(p, a), a), p, 1e-10);
        const x = betaQuantile(p, a, b);
        // Near 1 the double of x itself has too few digits.
        if (x < 0.99) expectRelative(betaCdf(x, a, b), p, 1e-9);
      }),
    );
  });
});
