import { alignedRankTest, alignedRankZ } from '../../stats/aligned-rank.ts';
import type { BlockTest } from '../../stats/block-permutation.ts';
import { blockShapes, smallestAttainableP, type BlockSamples } from '../../stats/blocks.ts';
import { createDrawStreams } from '../../stats/draw-streams.ts';
import { twoSidedNormalP } from '../../stats/distributions.ts';
import { mannWhitney } from '../../stats/mann-whitney.ts';
import { createRandom } from '../../stats/random.ts';
import { prepareRelabellings, type Relabellings } from '../../stats/relabellings.ts';
import { clopperPearson } from '../../stats/shares.ts';
import { smallestBlockP, smallestNormalP } from '../../stats/smallest-p.ts';
import { uLowerTails } from '../../stats/u-distribution.ts';
import { remember, rememberLast } from './remember.ts';
import { shapeKey, type UnitValues } from './units.ts';

/** A p before it is adjusted for the others. */
export interface RawTest {
  readonly p: number;
  readonly smallestP: number;
  readonly method: string;
}

/** Tests units for a difference between the sides. */
export type TestUnits = (units: UnitValues) => RawTest;

export interface TestOptions {
  readonly seed: number;
  /** Whether the runs were planned with looks: then p is that of the z that the looks went by. */
  readonly isLookedAt: boolean;
  /** How many relabellings stand for all, where those are too many. */
  readonly draws: number;
}

/** For what is judged. */
export const gatedDraws = 9999;
/** For what is only explored: p to half a percent, for a fifth of the time. */
export const exploredDraws = 1999;

/** Where samples are missing each metric may have shapes of its own; most metrics of a case have the same. */
const keptRelabellings = 4;

/**
 * Makes the test of one comparison. Which relabellings are drawn depends on the shapes of the blocks and the seed alone, so
 * that metrics with blocks of the same shapes share them, and each could be computed without the others.
 */
export function createTest({ seed, isLookedAt, draws }: TestOptions): TestUnits {
  const relabellings = rememberLast<Relabellings>(keptRelabellings);
  const streams = createDrawStreams({ random: createRandom(seed), draws });
  const tails = remember<Float64Array>();
  const leastPs = remember<number>();
  return (units) => {
    const key = shapeKey(units);
    if (units.unit !== 'block')
      return testLists(units, (...sizes) => tails(key, () => uLowerTails(...sizes)));
    if (isLookedAt) return testByZ(units.blocks);
    const prepare = (): Relabellings => prepareRelabellings(blockShapes(units.blocks), { streams });
    const smallestP = leastPs(key, () => smallestBlockP(blockShapes(units.blocks)));
    return testBlocks(units.blocks, relabellings(key, prepare), smallestP);
  };
}

function testBlocks(blocks: readonly BlockSamples[], relabellings: Relabellings, smallestP: number): RawTest {
  const test = alignedRankTest(blocks, relabellings);
  const what = 'aligned ranks within blocks';
  if (test.method === 'exact') return { p: test.p, smallestP, method: `${what}, exact` };
  const hits = Math.round(test.p * (1 + test.relabellings)) - 1;
  const method = `${what}, ${inThousands(test.relabellings)} seeded draws`;
  if (hits > mostTailHits) return { p: test.p, smallestP, method };
  return {
    p: Math.max(smallestP, tailP(test, hits)),
    smallestP,
    method: `${method}, tail by the normal approximation`,
  };
}

/** "9 999". */
function inThousands(count: number): string {
  return String(count).replace(/(\d)(?=(?:\d{3})+$)/g, '$1 ');
}

/** With no more hits than these, the draws know the size of p and little more. */
const mostTailHits = 10;

/**
 * Draws cannot tell a p below one in their number, which Holm over hundreds of metrics would make one of nothing: there p
 * is that of the statistic's normal approximation, as far as the draws leave it room.
 */
function tailP(test: BlockTest, hits: number): number {
  const { statistic, expected, variance, relabellings } = test;
  const z = variance > 0 ? (statistic - expected) / Math.sqrt(variance) : 0;
  const { lower, upper } = clopperPearson({ hits, count: relabellings, confidence: 0.99 });
  return Math.min(upper, Math.max(lower, twoSidedNormalP(z)));
}

/** 9 999 draws cannot tell a p below 0.0001, and the bounds of early looks are there. */
function testByZ(blocks: readonly BlockSamples[]): RawTest {
  const shapes = blockShapes(blocks);
  const p = Math.max(smallestAttainableP(shapes), twoSidedNormalP(alignedRankZ(blocks)));
  const smallestP = smallestNormalP(shapes);
  return { p, smallestP, method: 'aligned ranks within blocks, normal approximation as at the looks' };
}

function testLists(
  { base, candidate }: Extract<UnitValues, { unit: 'trial' | 'run' }>,
  lowerTails: typeof uLowerTails,
): RawTest {
  const { p, method } = mannWhitney(base, candidate, { lowerTails });
  const smallestP = smallestAttainableP([{ base: base.length, candidate: candidate.length }]);
  const how = method === 'exact' ? 'exact' : 'normal approximation corrected for ties';
  return { p, smallestP, method: `Mann-Whitney, ${how}` };
}
