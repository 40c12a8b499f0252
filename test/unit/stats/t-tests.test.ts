import { describe, expect, it } from 'vitest';
import { equivalenceTest, pairedTTest, tInterval, welchTest } from '../../../src/stats/t-tests.ts';
import { expectRelative } from './expect-relative.ts';
import { b8a, b8b, earlyPermeability, pairedLogRatios, termPermeability } from './reference-samples.ts';

const paired = pairedTTest(pairedLogRatios);

describe('welchTest()', () => {
  it('gives the known answers', () => {
    const { t, degreesOfFreedom, p } = welchTest(earlyPermeability, termPermeability);
    expectRelative(t, 2.0413830922, 1e-9);
    expectRelative(degreesOfFreedom, 12.9705, 1e-5);
    expectRelative(p, 0.0621013, 1e-6);
    expectRelative(welchTest(b8a, b8b).p, 0.313933, 1e-6);
  });

  it('turns its sign when the arms change places', () => {
    const [one, other] = [welchTest(b8a, b8b), welchTest(b8b, b8a)];
    expect([other.t, other.p]).toEqual([-one.t, one.p]);
  });

  it('refuses samples without spread', () => {
    expect(() => welchTest([1, 1], [2, 2])).toThrow('Cannot compute a t-test: all values are equal');
    expect(() => welchTest([1], [2, 3])).toThrow('one sample has none');
  });
});

describe('pairedTTest()', () => {
  it('gives the known answer', () => {
    expectRelative(Math.exp(paired.difference), 1.0228135745, 1e-9);
    expectRelative(paired.standardError, 0.0036305347, 1e-7);
    expectRelative(paired.p, 0.00015637, 1e-4);
  });
});

describe('tInterval()', () => {
  it.each([
    [0.95, 1.0144477706, 1.0312483682],
    [0.9, 1.0160291667, 1.0296432844],
  ])('gives the known interval of %d', (confidence, lower, upper) => {
    const interval = tInterval(paired, confidence);
    expectRelative(Math.exp(interval.lower), lower, 1e-9);
    expectRelative(Math.exp(interval.upper), upper, 1e-9);
    expect(interval.coverage).toBe(confidence);
  });
});

describe('equivalenceTest()', () => {
  it('gives the known answer at a margin of 1.03', () => {
    const test = equivalenceTest(paired, Math.log(1.03));
    expectRelative(test.tLower, 14.3549208184, 1e-9);
    expectRelative(test.tUpper, -1.9285219791, 1e-9);
    expectRelative(test.pUpper, 0.0429378665, 1e-8);
    expect(test.p).toBe(test.pUpper);
    // The other way to say it: the 90 % interval is within the margins.
    expect(tInterval(paired, 0.9).upper).toBeLessThan(Math.log(1.03));
  });

  it('gives the known answer at a margin of 1.05', () => {
    const test = equivalenceTest(paired, Math.log(1.05));
    expectRelative(test.tUpper, -7.2256375274, 1e-9);
    expectRelative(test.pUpper, 2.4722e-5, 1e-4);
  });

  it('agrees with the interval at every margin', () => {
    for (const margin of [0.005, 0.01, 0.02, 0.025, 0.029, 0.03, 0.04]) {
      const { lower, upper } = tInterval(paired, 0.9);
      expect(equivalenceTest(paired, margin).p < 0.05).toBe(-margin < lower && upper < margin);
    }
  });

  it.each([0, -1, NaN])('refuses the margin %d', (margin) => {
    expect(() => equivalenceTest(paired, margin)).toThrow('is no margin');
  });
});
