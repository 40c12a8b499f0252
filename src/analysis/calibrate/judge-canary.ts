import { optional } from '../../base/optional.ts';
import type { CalibrationPlan, CanaryOutcome, CanaryPlan } from '../../model/calibration.ts';
import type { Comparison } from '../../model/comparison.ts';
import { median } from '../../stats/moments.ts';
import type { ComparisonPolicy } from '../compare/policy.ts';
import type { RunRecords } from '../run-facts.ts';
import { compareWindows, headlinesOnly } from './compare-windows.ts';
import { seenShare } from './seen-share.ts';

/** Compares a canary with the base as often as its windows allow, and counts how often it was called a regression. */
export function judgeCanary(run: RunRecords, canary: CanaryPlan, plan: CalibrationPlan): CanaryOutcome {
  const compared = compareWindows(headlinesOnly(run), {
    armIds: [plan.baseArm, canary.armId],
    blocks: canary.blocks,
    policy: canaryPolicy(plan, run.manifest.plan.seed),
  }).filter(({ isGated }) => isGated);
  return {
    ...canary,
    comparisons: compared.length,
    detected: seenShare(compared, ({ verdict }) => verdict === 'regressed'),
    ...optional(
      'builtInRatio',
      medianOf(compared, ({ caseId }) => canary.builtIn[caseId]),
    ),
    ...optional(
      'estimatedRatio',
      medianOf(compared, ({ ratio }) => ratio?.estimate),
    ),
    ...optional(
      'observedDetectable',
      medianOf(compared, ({ detectable }) => detectable),
    ),
  };
}

/** The headline alone, by a margin that lies well below every canary. */
export function canaryPolicy({ alpha, canaryMargin }: CalibrationPlan, seed: number): ComparisonPolicy {
  return {
    alpha,
    seed,
    marginOf: () => ({ relative: canaryMargin, absolute: 0 }),
    isGated: ({ isHeadline }) => isHeadline,
  };
}

function medianOf(
  comparisons: readonly Comparison[],
  valueOf: (comparison: Comparison) => number | undefined,
): number | undefined {
  const values = comparisons.flatMap((comparison) => valueOf(comparison) ?? []);
  return values.length === 0 ? undefined : median(values);
}
