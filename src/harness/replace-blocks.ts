import type { Block, Plan } from '../model/plan.ts';
import { createRandom, shuffle } from '../stats/random.ts';

/** The invalid blocks that no block of the plan repeats yet; none where the plan does not repeat or too many are invalid. */
export function blocksToReplace(plan: Plan, invalid: readonly Block[]): readonly Block[] {
  const { validity, blocks } = plan;
  if (validity?.replaces !== true || invalid.length > validity.mostInvalidBlocks) return [];
  const replaced = new Set(blocks.map(({ replaces }) => replaces));
  return invalid.filter(({ index }) => !replaced.has(index));
}

/**
 * The plan with a block more for each of the given ones: of the same case and arms, in a new random order that follows
 * from seed and number of the block alone.
 */
export function withReplacements(plan: Plan, invalid: readonly Block[]): Plan {
  let index = plan.blocks.length;
  let sequence = plan.blocks.reduce((sum, { trials }) => sum + trials.length, 0);
  const added = invalid.map((block): Block => {
    const random = createRandom((plan.seed + index) % 2 ** 32);
    const order = shuffle(
      block.trials.map(({ armId }) => armId),
      random,
    );
    const trials = order.map((armId, position) => {
      sequence += 1;
      const id = `t${String(sequence).padStart(4, '0')}`;
      return { id, caseId: block.caseId, armId, block: index, position, isWarmup: false };
    });
    const replacement = { index, caseId: block.caseId, isWarmup: false, trials, replaces: block.index };
    index += 1;
    return replacement;
  });
  return { ...plan, blocks: [...plan.blocks, ...added] };
}
