import { type BlockTest, blockPermutationTest } from './block-permutation.ts';
import { type BlockSamples, checkBlocks } from './blocks.ts';
import { midRanks } from './ranks.ts';
import type { Relabellings } from './relabellings.ts';

/**
 * Van Elteren's test (1960): values are ranked within their block only and weigh 1/(N + 1) there, so that blocks of any
 * size add up. It asks nothing of the blocks' spreads, and pays for that in power against the aligned-rank test.
 * @param relabellings prepared for blocks of the same shapes in the same order
 * @throws BenchError `SAMPLE_INVALID`
 */
export function vanElterenTest(blocks: readonly BlockSamples[], relabellings: Relabellings): BlockTest {
  checkBlocks(blocks, 'van Elteren test');
  const scores = blocks.map(({ base, candidate }) => {
    const ranks = midRanks([...base, ...candidate]);
    const weighted = ranks.map((rank) => rank / (ranks.length + 1));
    return { base: weighted.slice(0, base.length), candidate: weighted.slice(base.length) };
  });
  return blockPermutationTest(scores, relabellings);
}
