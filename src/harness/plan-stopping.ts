import { BenchError } from '../base/errors.ts';
import { optional } from '../base/optional.ts';
import type { PlannedLook, Stopping } from '../model/stopping.ts';
import { normalCdf } from '../stats/distributions.ts';
import { spendingBounds } from '../stats/group-sequential.ts';

/** What was asked for; without any of it the plan is run to its end. */
export interface StopWishes {
  /** Half-width at which the run may end. */
  readonly stopWhen?: number;
  readonly budgetMs?: number;
  /** Number of looks of a group-sequential plan. */
  readonly looks?: number;
}

export interface StoppingShape {
  readonly armCount: number;
  readonly caseCount: number;
  /** Without warm-up. */
  readonly blocksPerCase: number;
}

/** Before, both the interval and the normal approximation of z are too rough to end a run by. */
export const leastBlocks = 6;
/** Of the headlines of all cases and candidates together, two-sided. */
const alpha = 0.05;

/**
 * @throws BenchError `USAGE` for looks at a run of one arm, or of too few blocks
 */
export function planStopping(wishes: StopWishes, shape: StoppingShape): Stopping {
  const { stopWhen, budgetMs, looks } = wishes;
  const budget = optional('budgetMs', budgetMs);
  if (looks !== undefined) {
    return { kind: 'sequential', alpha, looks: planLooks(looks, shape), ...budget };
  }
  if (stopWhen !== undefined) return { kind: 'precision', halfWidth: stopWhen, leastBlocks, ...budget };
  return budgetMs === undefined ? { kind: 'fixed' } : { kind: 'budget', budgetMs };
}

/**
 * Bounds by α over the number of comparisons, since the looks of each spend of its own share: then a look's nominal level
 * times that number is what Holm divides again.
 */
function planLooks(count: number, shape: StoppingShape): readonly PlannedLook[] {
  const { armCount, caseCount, blocksPerCase } = shape;
  const comparisons = caseCount * (armCount - 1);
  if (comparisons < 1) {
    throw new BenchError('USAGE', 'Cannot plan looks at a run of one arm: they ask whether two differ', {
      hint: 'Give several arms with --arm, or end the run by --stop-when "±1%"',
    });
  }
  const blocks = Array.from({ length: count }, (_, index) =>
    Math.round(((index + 1) * blocksPerCase) / count),
  );
  if ((blocks[0] ?? 0) < leastBlocks) {
    const text = `Cannot plan ${count} looks at ${blocksPerCase} blocks a case: the first would see fewer than ${leastBlocks}`;
    throw new BenchError('USAGE', text, {
      hint: `Plan at least ${2 * leastBlocks * count} trials with --trials, or fewer looks`,
    });
  }
  const fractions = blocks.map((each) => each / blocksPerCase);
  const bounds = spendingBounds({ fractions, alpha: alpha / comparisons, spending: 'obrien-fleming' });
  return blocks.map((each, index) => {
    const bound = bounds[index] ?? Infinity;
    return { blocks: each, bound, alpha: comparisons * 2 * normalCdf(-bound) };
  });
}
