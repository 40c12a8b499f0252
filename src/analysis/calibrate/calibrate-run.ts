import { calibrationFormatVersion, type Calibration, type CalibrationPlan } from '../../model/calibration.ts';
import { defaultPolicy } from '../compare/policy.ts';
import type { RunRecords } from '../run-facts.ts';
import { compareWindows } from './compare-windows.ts';
import { judgeCanary } from './judge-canary.ts';
import { judgeFalseAlarms } from './judge-false-alarms.ts';
import { mdeCurve } from './mde-curve.ts';

/** The error rates that a run shows: a pure function of its records and of what was decided before it. */
export function calibrateRun(run: RunRecords, plan: CalibrationPlan): Calibration {
  const { alpha, baseArm, againArm, blocks } = plan;
  const policy = { ...defaultPolicy(run.manifest.plan.seed), alpha };
  const compared = compareWindows(run, { armIds: [baseArm, againArm], blocks, policy });
  const ofPair = run.trials.filter(({ armId }) => armId === baseArm || armId === againArm);
  return {
    format: calibrationFormatVersion,
    runId: run.manifest.runId,
    plan,
    falseAlarms: judgeFalseAlarms(compared, alpha),
    curve: mdeCurve({
      comparisons: compared.filter(({ isGated }) => isGated),
      blocks,
      alpha,
      trials: ofPair,
    }),
    canaries: plan.canaries.map((canary) => judgeCanary(run, canary, plan)),
  };
}
