import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  harrellDavis,
  harrellDavisQuantiles,
  harrellDavisStandardError,
  maritzJarrettStandardError,
} from '../../../src/stats/harrell-davis.ts';
import { expectRelative } from './expect-relative.ts';
import { boot20, s5, t10 } from './reference-samples.ts';

interface KnownQuantile {
  readonly name: string;
  readonly samples: readonly number[];
  readonly p: number;
  readonly expected: number;
}

const knownQuantiles: readonly KnownQuantile[] = [
  { name: 'BOOT20', samples: boot20, p: 0.5, expected: 122.3470870481 },
  { name: 'BOOT20', samples: boot20, p: 0.9, expected: 179.4108013646 },
  { name: 'BOOT20', samples: boot20, p: 0.95, expected: 215.9781897365 },
  { name: 'BOOT20', samples: boot20, p: 0.99, expected: 240.4394467623 },
  { name: 'S5', samples: s5, p: 0.25, expected: 20.7041580225 },
  { name: 'S5', samples: s5, p: 0.5, expected: 32.1152 },
  { name: 'S5', samples: s5, p: 0.75, expected: 43.0606549675 },
  { name: 'S5', samples: s5, p: 0.9, expected: 48.2026819828 },
  { name: 'S5', samples: s5, p: 0.95, expected: 49.3085802604 },
  { name: 'S5', samples: s5, p: 0.99, expected: 49.8954038932 },
  { name: 'T10', samples: t10, p: 0.25, expected: 2.9986869466 },
  { name: 'T10', samples: t10, p: 0.5, expected: 5.5 },
  { name: 'T10', samples: t10, p: 0.75, expected: 8.0013130534 },
  { name: 'T10', samples: t10, p: 0.9, expected: 9.4351151767 },
  { name: 'T10', samples: t10, p: 0.95, expected: 9.7920572457 },
  { name: 'T10', samples: t10, p: 0.99, expected: 9.9722515106 },
];

describe('harrellDavis()', () => {
  it.each(knownQuantiles)('at $p of $name is $expected', ({ samples, p, expected }) => {
    expectRelative(harrellDavis(samples, p), expected);
  });

  it('takes samples in any order', () => {
    expect(harrellDavis([...boot20].reverse(), 0.9)).toBe(harrellDavis(boot20, 0.9));
  });

  it('has weights that add up to one for any count and any p', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (count, p) => {
          expectRelative(
            harrellDavis(
              Array.from({ length: count }, () => 7),
              p,
            ),
            7,
            1e-12,
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it('mirrors at 1 - p', () => {
    const mirrored = boot20.map((sample) => -sample);
    for (const p of [0.1, 0.25, 0.5]) expectRelative(harrellDavis(mirrored, 1 - p), -harrellDavis(boot20, p));
  });

  it('refuses nothing, NaN and the ends', () => {
    expect(() => harrellDavis([], 0.5)).toThrow(
      'Cannot compute the Harrell-Davis quantile: there are no samples',
    );
    expect(() => harrellDavis([NaN], 0.5)).toThrow('sample 0 is NaN');
    expect(() => harrellDavis([1], 1)).toThrow('Cannot use 1 as the probability of a quantile');
  });
});

describe('harrellDavisQuantiles()', () => {
  it('gives each of several', () => {
    expect(harrellDavisQuantiles(s5, [0.25, 0.9])).toEqual([harrellDavis(s5, 0.25), harrellDavis(s5, 0.9)]);
  });
});

describe('harrellDavisStandardError()', () => {
  it.each([
    [0.5, 1.18183116451],
    [0.9, 35.12767957902],
    [0.95, 46.32253871426],
    [0.99, 52.74721359],
  ])('at %d of BOOT20 is %d', (p, expected) => {
    expectRelative(harrellDavisStandardError(boot20, p), expected);
  });

  it('refuses one sample', () => {
    expect(() => harrellDavisStandardError([1], 0.5)).toThrow('one sample has none');
  });
});

describe('maritzJarrettStandardError()', () => {
  it.each([
    [0.5, 1.37850751],
    [0.9, 42.61571301],
    [0.95, 39.75278961],
  ])('at %d of BOOT20 is %d', (p, expected) => {
    expectRelative(maritzJarrettStandardError(boot20, p) ?? NaN, expected, 1e-8);
  });

  it('has none where the rank is the first or the last', () => {
    expect([0.01, 0.99].map((p) => maritzJarrettStandardError(boot20, p))).toEqual([undefined, undefined]);
  });
});
