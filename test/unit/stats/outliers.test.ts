import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modifiedZScores, tukeyFences } from '../../../src/stats/outliers.ts';
import { quantileType7 } from '../../../src/stats/quantile.ts';
import { boot20 } from './reference-samples.ts';

describe('tukeyFences()', () => {
  it('gives the known fences of BOOT20', () => {
    const { mild, severe } = tukeyFences(boot20);
    expect(mild.lower).toBeCloseTo(109.8625, 9);
    expect(mild.upper).toBeCloseTo(137.1625, 9);
    expect(severe.lower).toBeCloseTo(99.625, 9);
    expect(severe.upper).toBeCloseTo(147.4, 9);
    expect(boot20.filter((sample) => sample < mild.lower || sample > mild.upper)).toHaveLength(3);
    expect(boot20.filter((sample) => sample < severe.lower || sample > severe.upper)).toHaveLength(2);
  });

  it('stands 1.5 and 3 ranges beyond the quartiles', () => {
    expect(quantileType7(boot20, 0.75) - quantileType7(boot20, 0.25)).toBeCloseTo(6.825, 9);
    expect(tukeyFences([1, 2, 3, 4, 5])).toEqual({
      mild: { lower: -1, upper: 7 },
      severe: { lower: -4, upper: 10 },
    });
  });
});

describe('modifiedZScores()', () => {
  it('gives the known values of BOOT20', () => {
    const scores = modifiedZScores(boot20);
    expect(Math.max(...scores)).toBeCloseTo(32.84765, 5);
    expect(scores.filter((score) => Math.abs(score) > 3.5)).toHaveLength(3);
    // The rule of hyperfine: ten scaled MADs.
    expect(scores.filter((score) => Math.abs(score) > 10)).toHaveLength(2);
  });

  it('keeps the order and the sign', () => {
    expect(modifiedZScores([1, 3, 2]).map(Math.sign)).toEqual([-1, 1, 0]);
  });

  it('is infinite beside a median that more than half of the samples share', () => {
    expect(modifiedZScores([5, 5, 5, 4, 9])).toEqual([0, 0, 0, -Infinity, Infinity]);
  });

  it('does not depend on the unit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1 }), (samples) => {
        const inOtherUnit = modifiedZScores(samples.map((sample) => sample * 1024 + 4096));
        for (const [index, score] of modifiedZScores(samples).entries()) {
          expect(inOtherUnit[index]).toBeCloseTo(score, 9);
        }
      }),
    );
  });

  it('refuses nothing', () => {
    expect(() => modifiedZScores([])).toThrow('Cannot compute the modified z-scores: there are no samples');
    expect(() => tukeyFences([])).toThrow('Cannot compute the quantile: there are no samples');
  });
});
