import { alignedRankTest, alignedRankZ } from '../../stats/aligned-rank.ts';
import { blockShapes, smallestAttainableP, type BlockSamples } from '../../stats/blocks.ts';
import { normalCdf } from '../../stats/distributions.ts';
import { mannWhitney } from '../../stats/mann-whitney.ts';
import { createRandom } from '../../stats/random.ts';
import { prepareRelabellings, type Relabellings } from '../../stats/relabellings.ts';
import { uLowerTails } from '../../stats/u-distribution.ts';
import { remember } from './remember.ts';
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
}

/**
 * Makes the test of one comparison. Which relabellings are drawn depends on the shapes of the blocks and the seed alone, so
 * that metrics with blocks of the same shapes share them, and each could be computed without the others.
 */
export function createTest({ seed, isLookedAt }: TestOptions): TestUnits {
  const relabellings = remember<Relabellings>();
  const tails = remember<Float64Array>();
  return (units) => {
    const key = shapeKey(units);
    if (units.unit !== 'block')
      return testLists(units, (...sizes) => tails(key, () => uLowerTails(...sizes)));
    if (isLookedAt) return testByZ(units.blocks);
    const prepare = (): Relabellings =>
      prepareRelabellings(blockShapes(units.blocks), { random: createRandom(seed) });
    return testBlocks(units.blocks, relabellings(key, prepare));
  };
}

function testBlocks(blocks: readonly BlockSamples[], relabellings: Relabellings): RawTest {
  const { p, method } = alignedRankTest(blocks, relabellings);
  const shapes = blockShapes(blocks);
  const how = method === 'exact' ? 'exact' : '9 999 seeded draws';
  return { p, smallestP: smallestAttainableP(shapes), method: `aligned ranks within blocks, ${how}` };
}

/** 9 999 draws cannot tell a p below 0.0001, and the bounds of early looks are there. */
function testByZ(blocks: readonly BlockSamples[]): RawTest {
  const p = 2 * normalCdf(-Math.abs(alignedRankZ(blocks)));
  const smallestP = smallestAttainableP(blockShapes(blocks));
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
