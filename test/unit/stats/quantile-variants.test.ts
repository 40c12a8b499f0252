import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantileNearestRank, quantileType8 } from '../../../src/stats/quantile-variants.ts';
import { boot20, s5, t10 } from './reference-samples.ts';

// One zero: -0 and 0 are equal, and which of them is the least is for no quantile to tell.
const sample = fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => value + 0);
const samplesOf = fc.array(sample, { minLength: 1, maxLength: 60 });
const shares = fc.double({ min: 0, max: 1, noNaN: true });

interface KnownQuantiles {
  readonly name: string;
  readonly samples: readonly number[];
  /** Probability and quantile. */
  readonly known: readonly (readonly [number, number])[];
}

const nearestRanks: readonly KnownQuantiles[] = [
  {
    name: 'BOOT20',
    samples: boot20,
    known: [
      [0.05, 118.2],
      [0.25, 120.1],
      [0.5, 121.9],
      [0.75, 126.3],
      [0.9, 142.7],
      [0.95, 187.4],
      [0.99, 243.9],
    ],
  },
  {
    name: 'S5',
    samples: s5,
    known: [
      [0.05, 15],
      [0.25, 20],
      [0.3, 20],
      [0.4, 20],
      [0.5, 35],
      [0.75, 40],
      [0.9, 50],
      [0.95, 50],
      [0.99, 50],
    ],
  },
  {
    name: 'T10',
    samples: t10,
    known: [
      [0.25, 3],
      [0.5, 5],
      [0.75, 8],
      [0.9, 9],
      [0.95, 10],
      [0.99, 10],
    ],
  },
];

describe('quantileNearestRank()', () => {
  it.each(nearestRanks)('gives the known values of $name', ({ samples, known }) => {
    for (const [probability, value] of known) expect(quantileNearestRank(samples, probability)).toBe(value);
  });

  it('is rank np where np is whole, whatever its rounding error', () => {
    for (let count = 1; count <= 1000; count += 1) {
      const ranks = Array.from({ length: count }, (_, index) => index + 1);
      for (const percent of [5, 35, 55, 70, 95]) {
        if ((count * percent) % 100 !== 0) continue;
        expect(quantileNearestRank(ranks, percent / 100)).toBe((count * percent) / 100);
      }
    }
  });
});

describe('quantileType8()', () => {
  it.each([
    [0.5, 122.15],
    [0.9, 171.01],
    [0.95, 224.125],
  ])('at %d of BOOT20 is %d', (probability, expected) => {
    expect(quantileType8(boot20, probability)).toBeCloseTo(expected, 9);
  });
});

describe.each([
  ['quantileNearestRank()', quantileNearestRank],
  ['quantileType8()', quantileType8],
])('%s', (_, quantile) => {
  it('ascends in p from the minimum to the maximum, in any order of the samples', () => {
    fc.assert(
      fc.property(samplesOf, shares, shares, (samples, one, other) => {
        const lower = quantile(samples, Math.min(one, other));
        const upper = quantile([...samples].reverse(), Math.max(one, other));
        expect(lower).toBeLessThanOrEqual(upper + 1e-6 * Math.abs(upper));
        expect(quantile(samples, 0)).toBe(Math.min(...samples));
        expect(quantile(samples, 1)).toBe(Math.max(...samples));
      }),
    );
  });

  it('refuses nothing, NaN and a p that is none', () => {
    expect(() => quantile([], 0.5)).toThrow('Cannot compute the quantile: there are no samples');
    expect(() => quantile([NaN], 0.5)).toThrow('Cannot compute the quantile: sample 0 is NaN');
    expect(() => quantile([1], 1.5)).toThrow('as the probability of a quantile');
  });
});
