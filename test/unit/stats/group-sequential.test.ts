import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../../src/stats/distributions.ts';
import { pocockBound, spendingBounds, type Spending } from '../../../src/stats/group-sequential.ts';
import { createRandom } from '../../../src/stats/random.ts';

function equalSteps(lookCount: number): readonly number[] {
  return Array.from({ length: lookCount }, (_, index) => (index + 1) / lookCount);
}

interface KnownBounds {
  readonly spending: Spending;
  readonly looks: number;
  readonly bounds: readonly string[];
}

const knownBounds: readonly KnownBounds[] = [
  { spending: 'obrien-fleming', looks: 2, bounds: ['2.9626', '1.9686'] },
  { spending: 'obrien-fleming', looks: 3, bounds: ['3.7103', '2.5114', '1.9930'] },
  { spending: 'obrien-fleming', looks: 4, bounds: ['4.3326', '2.9631', '2.3590', '2.0141'] },
  { spending: 'obrien-fleming', looks: 5, bounds: ['4.8769', '3.3570', '2.6803', '2.2898', '2.0310'] },
  { spending: 'obrien-fleming-two-sided', looks: 4, bounds: ['3.9199', '2.7740', '2.2982', '2.0426'] },
];

const plans = fc.record({
  fractions: fc
    .uniqueArray(fc.integer({ min: 5, max: 100 }), { minLength: 1, maxLength: 4 })
    .map((percents) => percents.sort((one, other) => one - other).map((percent) => percent / 100)),
  alpha: fc.constantFrom(0.01, 0.05, 0.2),
  spending: fc.constantFrom<Spending>('obrien-fleming', 'obrien-fleming-two-sided', 'pocock'),
});

/** A standard normal number, by the inverse of its distribution. */
function drawNormal(random: ReturnType<typeof createRandom>): number {
  return normalQuantile((random.nextInteger(1_000_000) + 0.5) / 1_000_000);
}

describe('spendingBounds()', () => {
  it.each(knownBounds)('of $spending at $looks looks are $bounds', ({ spending, looks, bounds }) => {
    const found = spendingBounds({ fractions: equalSteps(looks), alpha: 0.05, spending });
    expect(found.map((bound) => bound.toFixed(4))).toEqual(bounds);
  });

  it('of one look at the end are the bound of one test', () => {
    for (const spending of ['obrien-fleming', 'obrien-fleming-two-sided', 'pocock'] as const) {
      expect(spendingBounds({ fractions: [1], alpha: 0.05, spending })[0]).toBeCloseTo(1.959963985, 8);
    }
  });

  it('hold α over all looks', () => {
    const fractions = [0.25, 0.5, 0.75, 1];
    const bounds = spendingBounds({ fractions, alpha: 0.05, spending: 'pocock' });
    const random = createRandom(7);
    const campaigns = 20_000;
    let alarms = 0;
    for (let campaign = 0; campaign < campaigns; campaign += 1) {
      let place = 0;
      const zs = fractions.map((fraction) => (place += 0.5 * drawNormal(random)) / Math.sqrt(fraction));
      if (zs.some((z, look) => Math.abs(z) >= (bounds[look] ?? NaN))) alarms += 1;
    }
    // Four standard errors.
    expect(Math.abs(alarms / campaigns - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / campaigns));
  });

  it('are stricter than one test, and the more the more looks there are', () => {
    fc.assert(
      fc.property(plans, ({ fractions, alpha, spending }) => {
        const bounds = spendingBounds({ fractions, alpha, spending });
        for (const bound of bounds) expect(bound).toBeGreaterThanOrEqual(-normalQuantile(alpha / 2) - 1e-6);
        // The looks that are still to come change nothing about those before them.
        const fewer = spendingBounds({ fractions: fractions.slice(0, -1).concat(1), alpha, spending });
        expect(fewer.slice(0, -1)).toEqual(bounds.slice(0, -1));
      }),
      { numRuns: 20 },
    );
  });

  it('are out of reach at the very beginning, not infinite', () => {
    const [first] = spendingBounds({ fractions: [0.01, 1], alpha: 0.05, spending: 'obrien-fleming' });
    expect(first).toBeGreaterThan(20);
    expect(first).toBeLessThan(40);
  });

  it.each([[[]], [[0, 1]], [[0.5, 0.5]], [[0.5, 1.1]], [[NaN]]])('refuses looks at %o', (fractions) => {
    expect(() => spendingBounds({ fractions, alpha: 0.05, spending: 'pocock' })).toThrow(
      /^Cannot plan looks at shares of .*: they must ascend from above 0 to at most 1$/,
    );
  });
});

describe('pocockBound()', () => {
  // Jennison and Turnbull, "Group Sequential Methods", table 2.1.
  it.each([
    [1, '1.960'],
    [2, '2.178'],
    [3, '2.289'],
    [5, '2.413'],
    [8, '2.512'],
    [10, '2.555'],
  ])('of %d looks is %s', (looks, expected) => {
    expect(pocockBound(looks).toFixed(3)).toBe(expected);
  });

  it('refuses no looks', () => {
    expect(() => pocockBound(0)).toThrow('Cannot plan looks at shares of ');
  });
});
