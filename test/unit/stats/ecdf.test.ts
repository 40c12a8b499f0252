import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dkwHalfWidth, ecdfSteps } from '../../../src/stats/ecdf.ts';

describe('ecdfSteps()', () => {
  it('joins ties into one step', () => {
    expect(ecdfSteps([30, 10, 20, 20])).toEqual([
      { value: 10, share: 0.25 },
      { value: 20, share: 0.75 },
      { value: 30, share: 1 },
    ]);
  });

  it('takes the two zeros for one value', () => {
    expect(ecdfSteps([0, -0, 1])).toEqual([
      { value: 0, share: 2 / 3 },
      { value: 1, share: 1 },
    ]);
  });

  it('ascends to one and holds the share of samples at most the value', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1 }), (samples) => {
        for (const { value, share } of ecdfSteps(samples)) {
          expect(share).toBe(samples.filter((sample) => sample <= value).length / samples.length);
        }
        expect(ecdfSteps(samples).at(-1)?.share).toBe(1);
      }),
    );
  });

  it('refuses an empty list', () => {
    expect(() => ecdfSteps([])).toThrow('Cannot compute the distribution function: there are no samples');
  });
});

describe('dkwHalfWidth()', () => {
  it.each([
    [50, 0.1920645583],
    [100, 0.1358101516],
    [300, 0.0784100276],
  ])('for %d samples is %d', (count, expected) => {
    expect(dkwHalfWidth(count)).toBeCloseTo(expected, 10);
  });

  it('refuses no samples', () => {
    expect(() => dkwHalfWidth(0)).toThrow('Cannot compute a DKW band: 0 samples');
  });
});
