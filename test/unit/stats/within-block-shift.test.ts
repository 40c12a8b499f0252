import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BlockSamples, smallestAttainableP } from '../../../src/stats/blocks.ts';
import { hodgesLehmannShift } from '../../../src/stats/hodges-lehmann.ts';
import type { QuantileInterval } from '../../../src/stats/order-statistic.ts';
import { createRandom } from '../../../src/stats/random.ts';
import type { Shift } from '../../../src/stats/shift.ts';
import { withinBlockShift } from '../../../src/stats/within-block-shift.ts';
import { expectRelative } from './expect-relative.ts';
import { threeBlocks } from './reference-samples.ts';

const arm = fc.array(fc.double({ min: 4, max: 6, noNaN: true }), { minLength: 1, maxLength: 4 });
const someBlocks = fc.array(fc.record({ base: arm, candidate: arm }), { minLength: 1, maxLength: 12 });

/** Both edges, infinite where there is no interval. */
function edges(interval: QuantileInterval): readonly [number, number] {
  return interval.kind === 'value' ? [interval.value.lower, interval.value.upper] : [-Infinity, Infinity];
}

function repeatBlocks(count: number): readonly BlockSamples[] {
  return Array.from({ length: count }, (_, index) => ({
    base: [index, index + 0.25],
    candidate: [index + 1, index + 1.5],
  }));
}

describe('withinBlockShift()', () => {
  it('is the median of the differences within blocks, between order statistics of them', () => {
    // 2 3 3 4, −1 1 3 5, 2 3 5 6 of the three blocks. The sum of three counts U is 0 in one of 216 relabellings,
    // 1 in three of them, 2 in nine, so that ranks 2 and 11 leave 4/216 on each side.
    const coverage: unknown = expect.closeTo(1 - 8 / 216, 12);
    expect(withinBlockShift(threeBlocks)).toEqual({
      estimate: 3,
      interval: { kind: 'value', value: { lower: 1, upper: 5, coverage } },
    });
  });

  it('is the shift of Hodges and Lehmann where there is one block', () => {
    fc.assert(
      fc.property(arm, arm, (base, candidate) => {
        const { estimate, interval } = withinBlockShift([{ base, candidate }]);
        const other = hodgesLehmannShift(base, candidate);
        expect(estimate).toBe(other.estimate);
        expect(edges(interval)).toEqual(edges(other.interval));
      }),
    );
  });

  it('turns its sign when the arms change places', () => {
    fc.assert(
      fc.property(someBlocks, (blocks) => {
        const swapped = blocks.map(({ base, candidate }) => ({ base: candidate, candidate: base }));
        const [one, other] = [withinBlockShift(blocks), withinBlockShift(swapped)];
        expect(other.estimate).toBeCloseTo(-one.estimate, 12);
        const [lower, upper] = edges(one.interval);
        expect(edges(other.interval)[0] + upper || 0).toBeCloseTo(0, 12);
        expect(edges(other.interval)[1] + lower || 0).toBeCloseTo(0, 12);
      }),
    );
  });

  it('does not see the order within a block, nor the level of a block', () => {
    fc.assert(
      fc.property(someBlocks, (blocks) => {
        const turned = blocks.map(({ base, candidate }, index) => ({
          base: base.map((value) => value + index).reverse(),
          candidate: candidate.map((value) => value + index).reverse(),
        }));
        const [one, other] = [withinBlockShift(blocks), withinBlockShift(turned)];
        expect(other.estimate).toBeCloseTo(one.estimate, 10);
        expect(other.interval.kind).toBe(one.interval.kind);
        if (one.interval.kind === 'value') {
          expect(edges(other.interval)[0]).toBeCloseTo(edges(one.interval)[0], 10);
        }
      }),
    );
  });

  it('has an interval around the estimate that grows with the confidence', () => {
    fc.assert(
      fc.property(someBlocks, (blocks) => {
        const shifts: readonly Shift[] = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999].map((confidence) =>
          withinBlockShift(blocks, confidence),
        );
        let [innerLower, innerUpper] = [Infinity, -Infinity];
        for (const { estimate, interval } of shifts) {
          const [lower, upper] = edges(interval);
          expect(lower <= estimate && estimate <= upper).toBe(true);
          expect(lower <= innerLower && innerUpper <= upper).toBe(true);
          [innerLower, innerUpper] = [lower, upper];
        }
      }),
    );
  });

  it.each([2, 3, 4, 5, 6])('has an interval of %d blocks when their smallest p allows one', (count) => {
    const blocks = repeatBlocks(count);
    for (const confidence of [0.9, 0.95, 0.99, 0.999]) {
      const { interval } = withinBlockShift(blocks, confidence);
      const shapes = blocks.map(() => ({ base: 2, candidate: 2 }));
      const isPossible = smallestAttainableP(shapes) <= 1 - confidence;
      expect(interval.kind).toBe(isPossible ? 'value' : 'too-few');
      if (interval.kind === 'too-few') {
        expect(withinBlockShift(repeatBlocks(interval.neededCount), confidence).interval.kind).toBe('value');
        expect(withinBlockShift(repeatBlocks(interval.neededCount - 1), confidence).interval.kind).toBe(
          'too-few',
        );
      }
    }
  });

  it('has about the same ranks by the normal approximation', () => {
    // 999 and 1 001 blocks are on either side of where it begins.
    const random = createRandom(5);
    const blocks = Array.from({ length: 1001 }, () => {
      const [a, b, c, d] = [1, 2, 3, 4].map(() => random.nextInteger(1_000_000) / 1_000_000);
      return { base: [a ?? 0, b ?? 0], candidate: [c ?? 0, d ?? 0] };
    });
    const exact = withinBlockShift(blocks.slice(2)).interval;
    const normal = withinBlockShift(blocks).interval;
    expect(edges(normal)[0]).toBeCloseTo(edges(exact)[0], 2);
    expect(edges(normal)[1]).toBeCloseTo(edges(exact)[1], 2);
    if (normal.kind === 'value') expect(normal.value.coverage).toBeCloseTo(0.9513, 4);
  });

  it('covers the shift as often as it says', () => {
    const random = createRandom(3);
    const draw = (): number => random.nextInteger(1_000_000) / 1_000_000;
    let covered = 0;
    let coverage = 0;
    for (let round = 0; round < 1000; round += 1) {
      const blocks = Array.from({ length: 6 }, () => ({
        base: [draw(), draw()],
        candidate: [draw() + 0.1, draw() + 0.1],
      }));
      const { interval } = withinBlockShift(blocks);
      const [lower, upper] = edges(interval);
      if (lower <= 0.1 && 0.1 <= upper) covered += 1;
      if (interval.kind === 'value') coverage = interval.value.coverage;
    }
    expect(coverage).toBeGreaterThanOrEqual(0.95);
    expect(Math.abs(covered / 1000 - coverage)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / 1000));
  });

  it.each([
    ['no blocks', [], 'there are no blocks'],
    ['an arm without values', [{ base: [1], candidate: [] }], 'block 0 lacks one of them'],
    ['NaN', [{ base: [1], candidate: [NaN] }], 'sample 1 is NaN'],
  ])('refuses %s', (_, blocks, message) => {
    expect(() => withinBlockShift(blocks)).toThrow(message);
  });
});

describe('smallestAttainableP()', () => {
  it.each([
    [1, 5, 0.0625],
    [1, 6, 0.03125],
    [1, 8, 0.0078125],
    [2, 2, 2 / 36],
    [2, 3, 2 / 216],
    [2, 4, 2 / 1296],
    [2, 5, 2 / 7776],
    [3, 2, 2 / 400],
    [3, 4, 2 / 160_000],
  ])('with %d of each arm in %d blocks is %d', (size, count, expected) => {
    const shapes = Array.from({ length: count }, () => ({ base: size, candidate: size }));
    expectRelative(smallestAttainableP(shapes), expected, 1e-12);
  });

  it('is at most 1 and never 0', () => {
    expect(smallestAttainableP([{ base: 1, candidate: 1 }])).toBe(1);
    const many = Array.from({ length: 5000 }, () => ({ base: 2, candidate: 2 }));
    expect(smallestAttainableP(many)).toBeGreaterThan(0);
  });
});
