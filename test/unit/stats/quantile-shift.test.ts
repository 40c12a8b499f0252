import { describe, expect, it } from 'vitest';
import type { BlockSamples } from '../../../src/stats/blocks.ts';
import { quantileShift } from '../../../src/stats/quantile-shift.ts';
import { createRandom, type Random } from '../../../src/stats/random.ts';

/** Milliseconds of twenty boots with a tail. */
const boots = [
  118.2, 119.0, 119.4, 119.9, 120.1, 120.1, 120.5, 121.0, 121.4, 121.9, 122.4, 122.8, 123.3, 124.0, 126.3,
  128.8, 133.2, 142.7, 187.4, 243.9,
];
const deciles = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

describe('quantileShift()', () => {
  it('is the difference of the quantiles of type 7', () => {
    const shifts = quantileShift(
      { kind: 'values', base: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], candidate: [15, 20, 35, 40, 50] },
      { probabilities: [0.25, 0.5, 0.75, 0.9, 0.95], draws: 50, random: createRandom(1) },
    );
    // Type 7 of both: 20, 35, 40, 46, 48 and 3.25, 5.5, 7.75, 9.1, 9.55.
    const expected = [16.75, 29.5, 32.25, 36.9, 38.45];
    for (const [at, { estimate }] of shifts.entries()) expect(estimate).toBeCloseTo(expected[at] ?? NaN, 10);
  });

  it('has no width where every block has the same shift', () => {
    const blocks = boots.map((base) => ({ base: [base], candidate: [base + 5] }));
    const shifts = quantileShift(
      { kind: 'blocks', blocks },
      { probabilities: deciles, draws: 199, random: createRandom(2) },
    );
    for (const { estimate, lower, upper } of shifts) {
      expect(estimate).toBeCloseTo(5, 10);
      expect(lower).toBeCloseTo(5, 9);
      expect(upper).toBeCloseTo(5, 9);
    }
  });

  it('draws the two sides of blocks together and single values apart', () => {
    const base = boots;
    const candidate = boots.map((value) => value + 5);
    const shifts = quantileShift(
      { kind: 'values', base, candidate },
      { probabilities: deciles, draws: 199, random: createRandom(2) },
    );
    for (const { lower, upper } of shifts) expect(upper - lower).toBeGreaterThan(1);
  });

  it('shows a shift of the slow end alone', () => {
    const random = createRandom(3);
    const blocks = Array.from({ length: 60 }, () => {
      const base = [uniform(random), uniform(random)];
      const candidate = [uniform(random), uniform(random)].map((value) => (value > 0.75 ? value + 1 : value));
      return { base, candidate };
    });
    const shifts = quantileShift({ kind: 'blocks', blocks }, { probabilities: deciles, draws: 499, random });
    const found = shifts.filter(({ lower }) => lower > 0).map(({ probability }) => probability);
    expect(found).toEqual([0.9]);
    expect(shifts.every(({ upper }) => upper > 0)).toBe(true);
  });

  it('holds no change at all deciles at once in about 95 of 100 samples without any', () => {
    const random = createRandom(4);
    const holds = Array.from({ length: 200 }, () => {
      const blocks: readonly BlockSamples[] = Array.from({ length: 20 }, () => {
        const level = 0.3 * uniform(random);
        const value = (): number => level + uniform(random) ** 2;
        return { base: [value(), value()], candidate: [value(), value()] };
      });
      const shifts = quantileShift(
        { kind: 'blocks', blocks },
        { probabilities: deciles, draws: 199, random },
      );
      return shifts.every(({ lower, upper }) => lower <= 0 && upper >= 0);
    });
    const share = holds.filter(Boolean).length / holds.length;
    expect(share).toBeGreaterThan(0.92);
    expect(share).toBeLessThan(1);
  });

  it('is the same for the same seed', () => {
    const of = (seed: number) =>
      quantileShift(
        { kind: 'values', base: boots, candidate: boots },
        { probabilities: deciles, draws: 50, random: createRandom(seed) },
      );
    expect(of(5)).toEqual(of(5));
    expect(of(5)).not.toEqual(of(6));
  });

  it.each([0, 1, NaN])('refuses %s as a probability', (probability) => {
    const options = { probabilities: [probability], draws: 10, random: createRandom(1) };
    expect(() => quantileShift({ kind: 'values', base: [1], candidate: [2] }, options)).toThrow(
      'as the probability',
    );
  });
});

function uniform(random: Random): number {
  return random.nextInteger(1_000_000) / 1_000_000;
}
