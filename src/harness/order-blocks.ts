import type { Block, PlannedTrial } from '../model/plan.ts';
import { createRandom, shuffle, type Random } from '../stats/random.ts';

export interface OrderInput {
  readonly caseIds: readonly string[];
  readonly armIds: readonly string[];
  readonly seed: number;
  /** Of each arm. */
  readonly trialsPerCase: number;
  readonly warmupsPerCase: number;
}

/**
 * Two trials of each arm a block: enough to estimate the spread within a block, small enough to follow the host's drift.
 */
const trialsPerArmAndBlock = 2;

/**
 * Randomised complete blocks: each block holds every arm of one case equally often, in random order; each round visits
 * every case once, in random order, so that no case has the early hours to itself. Warm-up blocks come first.
 */
export function orderBlocks(input: OrderInput): readonly Block[] {
  const random = createRandom(input.seed);
  const rounds = [
    ...blockSizes(input.warmupsPerCase).map((size) => ({ size, isWarmup: true })),
    ...blockSizes(input.trialsPerCase).map((size) => ({ size, isWarmup: false })),
  ];
  const shapes = rounds.flatMap(({ size, isWarmup }) =>
    shuffle(input.caseIds, random).map((caseId) => ({
      caseId,
      isWarmup,
      armIds: shuffleArms(input.armIds, size, random),
    })),
  );
  let sequence = 0;
  return shapes.map(({ caseId, isWarmup, armIds }, index) => {
    const trials = armIds.map((armId, position): PlannedTrial => {
      sequence += 1;
      return { id: `t${String(sequence).padStart(4, '0')}`, caseId, armId, block: index, position, isWarmup };
    });
    return { index, caseId, isWarmup, trials };
  });
}

function shuffleArms(armIds: readonly string[], timesEach: number, random: Random): readonly string[] {
  return shuffle(
    armIds.flatMap((armId) => Array.from({ length: timesEach }, () => armId)),
    random,
  );
}

/** How many trials of each arm the blocks hold: 5 gives 2, 2, 1. */
function blockSizes(total: number): readonly number[] {
  const count = Math.ceil(total / trialsPerArmAndBlock);
  return Array.from({ length: count }, (_, index) =>
    Math.min(trialsPerArmAndBlock, total - index * trialsPerArmAndBlock),
  );
}
