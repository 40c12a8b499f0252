import type { Block, Plan } from '../../model/plan.ts';
import type { TrialRecord } from '../../model/trial.ts';
import type { CliContext } from '../context.ts';
import { createProgress, type ProgressState } from '../progress.ts';
import type { RunOptions } from '../run-options.ts';
import type { PlannedRun } from './plan-run.ts';
import { createPrecisionMeter } from './precision.ts';

export interface FollowRunOptions {
  readonly planned: PlannedRun;
  readonly options: Pick<RunOptions, 'hasProgress' | 'isQuiet'>;
  readonly context: CliContext;
}

export interface RunFollower {
  readonly onTrial: (record: TrialRecord) => void;
  readonly onBlock: (block: Block, precision: number | undefined) => void;
  readonly onPlan: (plan: Plan) => void;
  readonly done: () => void;
}

/** Feeds the progress line from the trials as they end. */
export function followRun({ planned, options, context }: FollowRunOptions): RunFollower {
  const { plan, definitions } = planned;
  const progress = createProgress({
    stream: context.stderr,
    env: context.env,
    isWanted: options.hasProgress && !options.isQuiet,
    nowMs: () => performance.now(),
  });
  const meter = createPrecisionMeter((caseId) => {
    const found = plan.cases.find(({ id }) => id === caseId);
    return definitions.find(({ id }) => id === found?.benchmarkId)?.headline;
  });
  let totalCount = countTrials(plan);
  let doneCount = 0;
  let failedCount = 0;
  const what = plan.stopping?.kind === 'precision' && plan.arms.length > 1 ? 'ratio' : 'median';
  const ratios = new Map<string, number>();
  const precisionOf = (caseId: string, armIds: readonly string[]): number | undefined =>
    what === 'ratio' ? ratios.get(caseId) : worstOf(armIds.map((armId) => meter.of(caseId, armId)));
  const state = (caseId: string, armIds: readonly string[]): ProgressState => {
    const halfWidth = precisionOf(caseId, armIds);
    const counts = { caseId, doneCount, totalCount, failedCount };
    return halfWidth === undefined ? counts : { ...counts, precision: { what, halfWidth } };
  };
  return {
    onTrial(record): void {
      doneCount += 1;
      if (record.outcome.status === 'failed') failedCount += 1;
      meter.add(record);
      progress.trialEnded(state(record.caseId, [record.armId]));
    },
    onPlan(extended): void {
      totalCount = countTrials(extended);
    },
    onBlock(block, precision): void {
      if (what === 'ratio' && precision !== undefined) ratios.set(block.caseId, precision);
      progress.blockEnded(
        state(
          block.caseId,
          block.trials.map(({ armId }) => armId),
        ),
      );
    },
    done: progress.done,
  };
}

function countTrials({ blocks }: Plan): number {
  return blocks.reduce((sum, { trials }) => sum + trials.length, 0);
}

/** A comparison is known no better than the arm of which least is known. */
function worstOf(precisions: readonly (number | undefined)[]): number | undefined {
  const known = precisions.filter((precision) => precision !== undefined);
  return known.length < precisions.length || known.length === 0 ? undefined : Math.max(...known);
}
