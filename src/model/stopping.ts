/** When a run ends, which is decided before it begins, and what its end means for those who judge it. */

/** One look of a group-sequential plan. */
export interface PlannedLook {
  /** Blocks of each case that are there by then, warm-up and invalid ones not counted. */
  readonly blocks: number;
  /** |z| from which on a comparison counts as decided. */
  readonly bound: number;
  /** Takes the place of the plan's α for a run that ends here: of all its comparisons together, before Holm. */
  readonly alpha: number;
}

/** Each may end a run early; none looks at which side is better before it does. */
export type Stopping =
  | { readonly kind: 'fixed' }
  | {
      readonly kind: 'precision';
      /** Of the 95 % interval of the ratio, above which 1 it is; with one arm of the median, in shares of it. */
      readonly halfWidth: number;
      /** Of each case: never before. */
      readonly leastBlocks: number;
      readonly budgetMs?: number;
    }
  | { readonly kind: 'budget'; readonly budgetMs: number }
  | {
      readonly kind: 'sequential';
      /** Of all looks and comparisons together. */
      readonly alpha: number;
      readonly looks: readonly PlannedLook[];
      readonly budgetMs?: number;
    };

/** What ended a run before its last planned block, or at which look a group-sequential one came to its end. */
export interface RunStop {
  readonly by: 'precision' | 'budget' | 'sequential';
  /** Blocks that were run, warm-up and invalid ones counted: the first so many of the plan. */
  readonly blocks: number;
  /** Of a group-sequential plan, from 1. */
  readonly look?: number;
}

/**
 * What a run may be judged by so that all looks together alarm falsely no more often than α. A group-sequential run has
 * spent some of it; one that ended between its looks, for a reason other than what was seen, is judged as at its last one,
 * which is the strictest reading of an unplanned look. Precision and time do not look at the sign and cost nothing.
 */
export function alphaAfter(
  stopping: Stopping | undefined,
  { stoppedBy, alpha }: { readonly stoppedBy: RunStop | undefined; readonly alpha: number },
): number {
  if (stopping?.kind !== 'sequential') return alpha;
  const { looks } = stopping;
  const reached = looks[(stoppedBy?.look ?? looks.length) - 1] ?? looks.at(-1);
  return reached === undefined ? alpha : (reached.alpha * alpha) / stopping.alpha;
}

/** When a run ends, as the end of a sentence: "once the 95 % interval of every case is within ±1 %, …". */
export function stoppingText(stopping: Stopping): string {
  switch (stopping.kind) {
    case 'fixed':
      return 'after the last block';
    case 'budget':
      return `when no block begins any more, after ${minutesText(stopping.budgetMs)}`;
    case 'precision':
      return (
        `once the 95 % interval of every case is within ±${percentText(stopping.halfWidth)}, ` +
        `from ${stopping.leastBlocks} blocks a case on${budgetText(stopping)}`
      );
    case 'sequential':
      return `once every comparison is beyond its bound: ${stopping.looks.map(lookText).join(', ')}${budgetText(stopping)}`;
  }
}

/** "|z| 2.963 after 12 blocks". */
function lookText({ blocks, bound }: PlannedLook): string {
  return `|z| ${bound.toFixed(3)} after ${blocks} blocks`;
}

function budgetText({ budgetMs }: { readonly budgetMs?: number }): string {
  return budgetMs === undefined ? '' : `; no block begins after ${minutesText(budgetMs)}`;
}

function percentText(share: number): string {
  return `${Number((100 * share).toFixed(3))} %`;
}

function minutesText(spanMs: number): string {
  return `${Number((spanMs / 60_000).toFixed(2))} min`;
}
