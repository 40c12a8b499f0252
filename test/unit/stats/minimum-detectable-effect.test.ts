import { describe, expect, it } from 'vitest';
import {
  growthToDetect,
  minimumDetectableEffect,
  standardErrorOf,
} from '../../../src/stats/minimum-detectable-effect.ts';
import { pairedTTest } from '../../../src/stats/t-tests.ts';
import { expectRelative } from './expect-relative.ts';
import { pairedLogRatios } from './reference-samples.ts';

const { standardError } = pairedTTest(pairedLogRatios);

describe('minimumDetectableEffect()', () => {
  it('gives the known effects', () => {
    expectRelative(minimumDetectableEffect({ standardError }), 0.0101712524, 1e-8);
    expectRelative(minimumDetectableEffect({ standardError, degreesOfFreedom: 9 }), 0.0114200685, 1e-8);
  });

  it('grows with the power and with the strictness', () => {
    const usual = minimumDetectableEffect({ standardError });
    expect(minimumDetectableEffect({ standardError, power: 0.9 })).toBeGreaterThan(usual);
    expect(minimumDetectableEffect({ standardError, alpha: 0.01 })).toBeGreaterThan(usual);
  });

  it.each([
    [{ standardError: -1 }, 'the standard error is -1'],
    [{ standardError: NaN }, 'the standard error is NaN'],
    [{ standardError: 1, alpha: 0 }, 'as an error rate'],
    [{ standardError: 1, power: 1 }, 'as a power'],
  ])('refuses %o', (options, message) => {
    expect(() => minimumDetectableEffect(options)).toThrow(message);
  });
});

describe('growthToDetect()', () => {
  it('needs four times the blocks for half the effect', () => {
    const effect = minimumDetectableEffect({ standardError });
    expectRelative(growthToDetect(effect / 2, { standardError }), 4, 1e-12);
    expect(growthToDetect(effect * 2, { standardError })).toBe(1);
  });

  it('refuses no effect', () => {
    expect(() => growthToDetect(0, { standardError })).toThrow('Cannot plan for an effect of 0');
  });
});

describe('standardErrorOf()', () => {
  it('undoes a normal interval', () => {
    const interval = { lower: 10 - 1.959963984540054 * 3, upper: 10 + 1.959963984540054 * 3, coverage: 0.95 };
    expectRelative(standardErrorOf(interval), 3, 1e-9);
  });
});
