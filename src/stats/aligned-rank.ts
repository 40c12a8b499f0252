/**
 * The aligned-rank test (Hodges and Lehmann 1962): subtract each block's centre, rank all values together, sum the
 * candidate's ranks, and compare with all relabellings within blocks. Ranks make it indifferent to spikes, alignment to
 * drift from block to block, and values of different blocks are compared with each other all the same.
 */
import { blockStatistic, type BlockTest, blockPermutationTest } from './block-permutation.ts';
import { type BlockSamples, checkBlocks } from './blocks.ts';
import { median } from './moments.ts';
import { midRanks } from './ranks.ts';
import type { Relabellings } from './relabellings.ts';
import { sum } from './sum.ts';
import { tieTolerance } from './tie-tolerance.ts';

export interface AlignedRankOptions {
  /** The centre that is subtracted from a block's values. Default `mean`. */
  readonly align?: 'mean' | 'median';
}

/**
 * @param relabellings prepared for blocks of the same shapes in the same order
 * @throws BenchError `SAMPLE_INVALID`
 */
export function alignedRankTest(
  blocks: readonly BlockSamples[],
  relabellings: Relabellings,
  options: AlignedRankOptions = {},
): BlockTest {
  return blockPermutationTest(alignedRanks(blocks, options), relabellings);
}

/**
 * The candidate's sum of ranks in standard deviations from its mean over all relabellings: about normal from a handful of
 * blocks on. It changes its sign when the arms change places; 0 where all values are alike.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function alignedRankZ(blocks: readonly BlockSamples[], options: AlignedRankOptions = {}): number {
  const { statistic, expected, variance } = blockStatistic(alignedRanks(blocks, options));
  return variance > 0 ? (statistic - expected) / Math.sqrt(variance) : 0;
}

function alignedRanks(
  blocks: readonly BlockSamples[],
  { align = 'mean' }: AlignedRankOptions,
): readonly BlockSamples[] {
  checkBlocks(blocks, 'aligned-rank test');
  const values = blocks.map(({ base, candidate }) => [...base, ...candidate]);
  const aligned = values.flatMap((block) => {
    const center = align === 'mean' ? plainMean(block) : median(block);
    return block.map((value) => value - center);
  });
  const ranks = midRanks(aligned, tieTolerance(aligned, values.flat()));
  return splitByBlock(ranks, blocks);
}

/** Compensated summing would cost more than the whole test, for digits that ranks do not see. */
function plainMean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function splitByBlock(flat: readonly number[], blocks: readonly BlockSamples[]): readonly BlockSamples[] {
  let start = 0;
  const take = (count: number): readonly number[] => {
    start += count;
    return flat.slice(start - count, start);
  };
  return blocks.map(({ base, candidate }) => ({
    base: take(base.length),
    candidate: take(candidate.length),
  }));
}
