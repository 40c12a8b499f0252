import { describe, expect, it } from 'vitest';
import { createTest, type RawTest } from '../../../../src/analysis/compare/significance.ts';
import type { BlockSamples } from '../../../../src/stats/blocks.ts';
import { createRandom } from '../../../../src/stats/random.ts';

function testOf(blocks: readonly BlockSamples[], isLookedAt = false): RawTest {
  return createTest({ seed: 1, isLookedAt, draws: 9999 })({ unit: 'block', blocks });
}

function apart(count: number, shift: number): readonly BlockSamples[] {
  return Array.from({ length: count }, (_, block) => ({
    base: [100 + block, 101 + (block % 3)],
    candidate: [100 + block + shift, 101 + (block % 5) + shift],
  }));
}

describe('createTest()', () => {
  it.each([12, 50, 300])('tells a p below what the draws can, of %d blocks that are apart', (count) => {
    const { p, smallestP, method } = testOf(apart(count, 1000));
    expect(method).toBe('aligned ranks within blocks, 9 999 seeded draws, tail by the normal approximation');
    // Below what is left of 0.05 for each of a thousand metrics.
    expect(p).toBeLessThan(0.00005);
    expect(p).toBeGreaterThanOrEqual(smallestP);
  });

  it('leaves p to the draws where they are enough, and to the enumeration where it is', () => {
    const drawn = testOf(apart(20, 0));
    expect(drawn.method).toBe('aligned ranks within blocks, 9 999 seeded draws');
    expect(drawn.p * 10_000).toBeCloseTo(Math.round(drawn.p * 10_000), 9);
    const exact = testOf(apart(3, 1000));
    expect(exact).toMatchObject({ p: 2 / 216, method: 'aligned ranks within blocks, exact' });
    expect(exact.smallestP).toBeCloseTo(2 / 216, 12);
  });

  it.each([false, true])('has no p below the least one that it names, looked at: %s', (isLookedAt) => {
    // Both arms tied within: the furthest that a sum of ranks can be.
    for (const count of [2, 7, 17, 40]) {
      for (const size of [1, 2, 5]) {
        const block = { base: Array<number>(size).fill(1), candidate: Array<number>(size).fill(2) };
        const { p, smallestP } = testOf(Array<BlockSamples>(count).fill(block), isLookedAt);
        expect(p).toBeGreaterThanOrEqual(smallestP * (1 - 1e-9));
      }
    }
    const { p, smallestP } = testOf(Array<BlockSamples>(40).fill({ base: [1], candidate: [2] }), isLookedAt);
    expect(p / smallestP).toBeCloseTo(1, 6);
  });

  it.each([12, 50])(
    'keeps its error rate of 0.001 with %d blocks',
    (count) => {
      const random = createRandom(count);
      const draw = (): number => random.nextInteger(1_000_000);
      const test = createTest({ seed: 1, isLookedAt: false, draws: 9999 });
      const rounds = 4000;
      let found = 0;
      for (let round = 0; round < rounds; round += 1) {
        const blocks = Array.from({ length: count }, () => ({
          base: [draw(), draw()],
          candidate: [draw(), draw()],
        }));
        if (test({ unit: 'block', blocks }).p < 0.001) found += 1;
      }
      // Four are expected; more than eleven come up once in a thousand.
      expect(found).toBeLessThanOrEqual(11);
    },
    30_000,
  );

  it('gives a metric the same p whatever other shapes were tested before it', () => {
    const test = createTest({ seed: 1, isLookedAt: false, draws: 9999 });
    const few = apart(30, 0.7);
    const alone = testOf(few).p;
    for (let lost = 0; lost < 12; lost += 1) {
      test({ unit: 'block', blocks: apart(30, 0.7).toSpliced(lost, 1, { base: [1], candidate: [2, 3] }) });
    }
    expect(test({ unit: 'block', blocks: few }).p).toBe(alone);
  });
});
