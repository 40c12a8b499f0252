import { join } from 'node:path';
import { comparisonPolicyOf } from '../../analysis/gate/comparison-policy.ts';
import { writeFileAtomic } from '../../base/atomic-file.ts';
import { formatDurationMs } from '../../base/units.ts';
import { calibrationFormatVersion, type CalibrationPlan, type CanaryPlan } from '../../model/calibration.ts';
import { measureFollowed } from '../measure/measure-followed.ts';
import { againArm, armUnderTest, baseArm, calibrationArms } from './calibration-arms.ts';
import { planFile } from './calibration-files.ts';
import { runPilot } from './run-pilot.ts';
import { planOf, requireWhole, tell, type CalibrationSession } from './session.ts';

/** Measures pilot and calibration; returns the folder of the latter, with the plan in it. */
export async function runCalibration(session: CalibrationSession): Promise<string> {
  const { options, settings, gate } = session;
  await requireMargins(session);
  const pilot = options.canaries.length === 0 ? undefined : await runPilot(session);
  const canaries = pilot?.canaries ?? [];
  const plan: CalibrationPlan = {
    format: calibrationFormatVersion,
    ...gate,
    baseArm,
    againArm,
    blocks: options.blocks,
    canaryMargin: options.margin,
    canaries,
    ...(pilot === undefined ? {} : { pilotRunId: pilot.runId }),
  };
  const arms = calibrationArms(armUnderTest(settings), canaries);
  const sketch = await planOf(session, { arms, blocks: 1, title });
  const blocks = blocksNeeded(session, canaries, sketch.plan.cases.length);
  const planned = await planOf(session, { arms, blocks, title });
  const trialCount = planned.plan.blocks.reduce((sum, { trials }) => sum + trials.length, 0);
  const time = pilot === undefined ? '' : `, about ${formatDurationMs(trialCount * pilot.trialMs)}`;
  tell(session, `Calibration: ${blocks} blocks a case of ${arms.length} arms, ${trialCount} trials${time}`);
  const measured = await measureFollowed(planned, session);
  const { folder } = measured;
  // Also of a run that was interrupted: `--from` computes what its whole windows say.
  writeFileAtomic(join(folder, planFile), `${JSON.stringify(plan, undefined, 2)}\n`);
  requireWhole(measured);
  return folder;
}

const title = 'Calibration: equal arms and canaries';

/** After hours of measuring would be late for a margin whose unit does not fit. */
async function requireMargins(session: CalibrationSession): Promise<void> {
  const { alpha, gated } = session.gate;
  if (gated === undefined) return;
  const { marginOf } = comparisonPolicyOf({ alpha, metrics: gated }, 0);
  const arms = calibrationArms(armUnderTest(session.settings), []);
  const { plan } = await planOf(session, { arms, blocks: 1, title });
  for (const { id: caseId, benchmarkId } of plan.cases) {
    const metrics = session.definitions.find(({ id }) => id === benchmarkId)?.metrics ?? [];
    for (const metric of metrics) marginOf({ metric, caseId, isHeadline: false });
  }
}

/** Of each case, so that all cases together have the windows that were asked for. */
function blocksNeeded(
  { options }: CalibrationSession,
  canaries: readonly CanaryPlan[],
  caseCount: number,
): number {
  const forPairs = Math.ceil(options.comparisons / caseCount) * options.blocks;
  const forCanaries = canaries.map(({ blocks }) => Math.ceil(options.repeats / caseCount) * blocks);
  return Math.max(forPairs, ...forCanaries);
}
