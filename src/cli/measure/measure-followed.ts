import type { CliContext } from '../context.ts';
import { locatePackage } from '../package-root.ts';
import type { RunOptions } from '../run-options.ts';
import { followRun } from './follow-run.ts';
import type { Interrupts } from './interrupts.ts';
import { measure, type MeasuredRun } from './measure.ts';
import type { PlannedRun } from './plan-run.ts';

export interface FollowedRun {
  readonly options: Pick<RunOptions, 'hasProgress' | 'isQuiet'>;
  readonly context: CliContext;
  readonly interrupts: Interrupts;
}

/** Measures a plan while the progress line tells how far it is. */
export async function measureFollowed(
  planned: PlannedRun,
  { options, context, interrupts }: FollowedRun,
): Promise<MeasuredRun> {
  const { onTrial, onBlock, onPlan, done } = followRun({ planned, options, context });
  try {
    const command = ['microvm-bench', ...context.argv];
    const packageRoot = locatePackage().root;
    return await measure({ planned, packageRoot, command, interrupts, onTrial, onBlock, onPlan });
  } finally {
    done();
  }
}
