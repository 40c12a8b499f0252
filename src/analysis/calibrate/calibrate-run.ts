import { optional } from '../../base/optional.ts';
import {
  calibrationFormatVersion,
  type Calibration,
  type CalibrationPlan,
  type CanaryPlan,
} from '../../model/calibration.ts';
import { comparisonPolicyOf } from '../gate/comparison-policy.ts';
import type { RunRecords } from '../run-facts.ts';
import { blocksToDetect, type Spread } from './blocks-to-detect.ts';
import { compareWindows } from './compare-windows.ts';
import { judgeCanary } from './judge-canary.ts';
import { judgeFalseAlarms } from './judge-false-alarms.ts';
import { mdeCurve } from './mde-curve.ts';
import { intervalErrorsOf, rootMeanSquare } from './spread.ts';

/** No run is longer: beyond, a number of blocks says "never". */
const mostBlocks = 100_000;

/** The error rates that a run shows: a pure function of its records and of what was decided before it. */
export function calibrateRun(run: RunRecords, plan: CalibrationPlan): Calibration {
  const { alpha, baseArm, againArm, blocks, gated: metrics = [] } = plan;
  const policy = comparisonPolicyOf({ alpha, metrics }, run.manifest.plan.seed);
  const compared = compareWindows(run, { armIds: [baseArm, againArm], blocks, policy });
  const gated = compared.filter(({ isGated }) => isGated);
  const standardError = rootMeanSquare(intervalErrorsOf(gated.filter(({ scale }) => scale === 'ratio')));
  const spread = standardError === undefined ? undefined : { standardError, blocks };
  const ofPair = run.trials.filter(({ armId }) => armId === baseArm || armId === againArm);
  return {
    format: calibrationFormatVersion,
    runId: run.manifest.runId,
    plan,
    falseAlarms: judgeFalseAlarms(compared, alpha),
    curve: mdeCurve({
      comparisons: gated,
      blocks,
      alpha,
      trials: ofPair,
    }),
    canaries: plan.canaries.map((canary) => ({
      ...judgeCanary(run, canary, plan),
      ...optional('neededBlocks', spread && blocksNeeded(spread, canary, plan)),
    })),
  };
}

function blocksNeeded(
  spread: Spread,
  { size }: CanaryPlan,
  { alpha, canaryMargin }: CalibrationPlan,
): number {
  return blocksToDetect(spread, { size, margin: canaryMargin, alpha, mostBlocks }).blocks;
}
