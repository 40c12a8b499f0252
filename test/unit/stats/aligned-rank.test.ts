import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignedRankTest, alignedRankZ } from '../../../src/stats/aligned-rank.ts';
import type { BlockSamples } from '../../../src/stats/blocks.ts';
import { blockPermutationTest, type BlockTest } from '../../../src/stats/block-permutation.ts';
import { blockShapes } from '../../../src/stats/blocks.ts';
import { createDrawStreams } from '../../../src/stats/draw-streams.ts';
import { mannWhitney } from '../../../src/stats/mann-whitney.ts';
import { createRandom } from '../../../src/stats/random.ts';
import { prepareRelabellings, type Relabellings } from '../../../src/stats/relabellings.ts';
import { vanElterenTest } from '../../../src/stats/van-elteren.ts';
import { expectRelative } from './expect-relative.ts';
import { threeBlocks } from './reference-samples.ts';

function relabellingsOf(blocks: readonly BlockSamples[], exactLimit = 100_000): Relabellings {
  return prepareRelabellings(blockShapes(blocks), {
    streams: createDrawStreams({ random: createRandom(1) }),
    exactLimit,
  });
}

function testAligned(blocks: readonly BlockSamples[], align: 'mean' | 'median' = 'mean'): BlockTest {
  return alignedRankTest(blocks, relabellingsOf(blocks), { align });
}

function mapValues(blocks: readonly BlockSamples[], map: (value: number) => number): readonly BlockSamples[] {
  return blocks.map(({ base, candidate }) => ({ base: base.map(map), candidate: candidate.map(map) }));
}

const arm = fc.array(fc.integer({ min: 80, max: 140 }), { minLength: 1, maxLength: 3 });
const someBlocks = fc.array(fc.record({ base: arm, candidate: arm }), { minLength: 1, maxLength: 5 });

describe('alignedRankTest()', () => {
  it('gives the known answer when aligned by the mean', () => {
    const { statistic, expected, variance, p, method, relabellings } = testAligned(threeBlocks);
    expect([statistic, expected, method, relabellings]).toEqual([55.5, 39, 'exact', 216]);
    expectRelative(variance, 47.1666666666667, 1e-12);
    expect(p).toBe(4 / 216);
  });

  it('gives the known answer when aligned by the median', () => {
    const { statistic, expected, variance, p } = testAligned(threeBlocks, 'median');
    expect([statistic, expected, p]).toEqual([56, 39, 4 / 216]);
    expectRelative(variance, 46.875, 1e-12);
  });

  it.each([1, 2, 3])('goes as low as the labellings allow, with %d of each arm in a block', (size) => {
    const separated = Array.from({ length: size }, (_, index) => index);
    for (const count of [2, 3]) {
      const blocks = Array.from({ length: count }, () => ({
        base: separated,
        candidate: separated.map((value) => value + 50),
      }));
      const labellings = [2, 6, 20][size - 1] ?? NaN;
      expectRelative(testAligned(blocks).p, 2 / labellings ** count, 1e-12);
    }
  });

  it('keeps p when the arms change places, and mirrors the statistic', () => {
    fc.assert(
      fc.property(someBlocks, (blocks) => {
        const swapped = blocks.map(({ base, candidate }) => ({ base: candidate, candidate: base }));
        const [one, other] = [testAligned(blocks), testAligned(swapped)];
        expect(one.statistic - one.expected).toBeCloseTo(other.expected - other.statistic, 9);
        expectRelative(one.p, other.p, 1e-12);
        expect(one.p > 0 && one.p <= 1).toBe(true);
      }),
    );
  });

  it('does not see the order within a block', () => {
    fc.assert(
      fc.property(someBlocks, (blocks) => {
        const turned = blocks.map(({ base, candidate }) => ({
          base: [...base].reverse(),
          candidate: [...candidate].reverse(),
        }));
        const [one, other] = [testAligned(blocks), testAligned(turned)];
        expect(other.statistic).toBe(one.statistic);
        expect(other.p).toBe(one.p);
        expectRelative(other.variance, one.variance, 1e-9);
      }),
    );
  });

  it('does not see the unit of values whose logarithms are compared, nor the level of a block', () => {
    fc.assert(
      fc.property(someBlocks, fc.double({ min: -20, max: 20, noNaN: true }), (blocks, shift) => {
        const logs = mapValues(blocks, Math.log);
        const other = logs.map((block, index) => mapValues([block], (value) => value + index * shift)).flat();
        expect(testAligned(mapValues(logs, (value) => value + shift)).p).toBe(testAligned(logs).p);
        expect(testAligned(other).p).toBe(testAligned(logs).p);
      }),
    );
  });

  it('finds nothing where all values of a block are equal but for rounding', () => {
    const blocks = [0.1, 0.7, 1.3].map((level) => ({
      base: [level + 0.2, level + 0.2],
      candidate: [level + 0.1 + 0.1, level + 0.3 - 0.1],
    }));
    const { p, variance } = testAligned(blocks);
    expect([p, variance]).toEqual([1, 0]);
  });

  it('keeps its error rate, and finds a shift that is there', () => {
    const random = createRandom(11);
    const draw = (): number => random.nextInteger(1_000_000) / 1_000_000;
    const relabellings = prepareRelabellings(
      Array<{ base: 2; candidate: 2 }>(12).fill({ base: 2, candidate: 2 }),
      { streams: createDrawStreams({ random, draws: 999 }) },
    );
    const shareFound = (shift: number): number => {
      const rounds = 600;
      let found = 0;
      for (let round = 0; round < rounds; round += 1) {
        const blocks = relabellings.shapes.map(() => ({
          base: [draw(), draw()],
          candidate: [draw() + shift, draw() + shift],
        }));
        if (alignedRankTest(blocks, relabellings).p <= 0.05) found += 1;
      }
      return found / rounds;
    };
    expect(relabellings.method).toBe('monte-carlo');
    // Within four standard errors of 5 %.
    expect(Math.abs(shareFound(0) - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / 600));
    expect(shareFound(0.3)).toBeGreaterThan(0.8);
  });

  it('refuses relabellings of other shapes', () => {
    const relabellings = relabellingsOf(threeBlocks.slice(1));
    expect(() => alignedRankTest(threeBlocks, relabellings)).toThrow('prepared for blocks of other shapes');
  });
});

describe('vanElterenTest()', () => {
  it('gives the known answer', () => {
    const { statistic, expected, variance, p } = vanElterenTest(threeBlocks, relabellingsOf(threeBlocks));
    // Weights of 1/5 each.
    expectRelative(statistic * 5, 20, 1e-12);
    expectRelative(expected * 5, 15, 1e-12);
    expectRelative(variance * 25, 5, 1e-12);
    expectRelative(p, 8 / 216, 1e-12);
  });
});

describe('blockPermutationTest()', () => {
  it('gives the known answer for the mean of the differences of block means', () => {
    // With two values of each arm a difference of means is linear in the candidate's sum.
    const { statistic, expected, p } = blockPermutationTest(threeBlocks, relabellingsOf(threeBlocks));
    expect((statistic - expected) / threeBlocks.length).toBe(3);
    expectRelative(p, 4 / 216, 1e-12);
  });

  it('counts relabellings that come to the same sum by another way as equal', () => {
    const blocks = mapValues(threeBlocks, (value) => value * 0.1 + 1e6);
    expectRelative(blockPermutationTest(blocks, relabellingsOf(blocks)).p, 4 / 216, 1e-12);
  });

  it('draws near the exact p where it does not enumerate', () => {
    const shapes: readonly (readonly [number, number])[] = [
      [1, 1],
      [2, 2],
      [3, 1],
      [5, 4],
    ];
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 19, maxLength: 19 }), (values) => {
        const left = [...values];
        const blocks = shapes.map(([base, candidate]) => ({
          base: left.splice(0, base),
          candidate: left.splice(0, candidate),
        }));
        const exact = blockPermutationTest(blocks, relabellingsOf(blocks));
        const drawn = blockPermutationTest(blocks, relabellingsOf(blocks, 1));
        expect([exact.method, exact.relabellings]).toEqual(['exact', 2 * 6 * 4 * 126]);
        expect([drawn.method, drawn.relabellings]).toEqual(['monte-carlo', 9999]);
        const error = Math.sqrt((exact.p * (1 - exact.p)) / 9999);
        expect(Math.abs(drawn.p - exact.p)).toBeLessThan(6 * error + 2e-4);
      }),
      { numRuns: 30 },
    );
  });

  it('draws value by value from a block with too many labellings for a table', () => {
    const values = Array.from({ length: 23 }, (_, index) => (index * 7) % 23);
    const block = { base: values.slice(0, 13), candidate: values.slice(13) };
    const { p, method } = blockPermutationTest([block], relabellingsOf([block]));
    const exact = mannWhitney(block.base, block.candidate);
    expect([method, exact.method]).toEqual(['monte-carlo', 'exact']);
    // Five standard errors.
    expect(Math.abs(p - exact.p)).toBeLessThan(0.025);
  });

  it('never gives 0, and the same p for the same seed', () => {
    const blocks = Array.from({ length: 20 }, () => ({ base: [1, 2], candidate: [11, 12] }));
    const { p } = blockPermutationTest(blocks, relabellingsOf(blocks));
    expect(p).toBe(1 / 10_000);
    const mixed = blocks.map((block, index) =>
      index % 3 === 0 ? { base: [3, 9], candidate: [4, 2] } : block,
    );
    const few = mixed.slice(0, 8);
    expect(blockPermutationTest(few, relabellingsOf(few, 1)).p).toBe(
      blockPermutationTest(few, relabellingsOf(few, 1)).p,
    );
  });
});

describe('alignedRankZ()', () => {
  it('is the statistic of the test, standardised, and changes its sign with the arms', () => {
    const blocks = [
      { base: [1, 2], candidate: [4, 3] },
      { base: [11, 15], candidate: [12, 17] },
      { base: [5, 9, 2], candidate: [8] },
    ];
    const { statistic, expected, variance } = alignedRankTest(blocks, relabellingsOf(blocks));
    const z = alignedRankZ(blocks);
    expect(z).toBeCloseTo((statistic - expected) / Math.sqrt(variance), 12);
    const swapped = blocks.map(({ base, candidate }) => ({ base: candidate, candidate: base }));
    expect(alignedRankZ(swapped)).toBeCloseTo(-z, 12);
  });

  it('is 0 where all values are alike', () => {
    expect(alignedRankZ([{ base: [1, 1], candidate: [1, 1] }])).toBe(0);
  });
});
