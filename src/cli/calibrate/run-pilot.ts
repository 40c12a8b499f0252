import { delayEffect, planCanaries, type Pilot } from '../../analysis/calibrate/plan-canaries.ts';
import { readRun } from '../../analysis/read-run.ts';
import { BenchError } from '../../base/errors.ts';
import { formatDurationMs } from '../../base/units.ts';
import type { CanaryPlan } from '../../model/calibration.ts';
import { measureFollowed } from '../measure/measure-followed.ts';
import {
  againArm,
  armUnderTest,
  baseArm,
  calibrationArms,
  delayArmId,
  requireCanaryGuests,
} from './calibration-arms.ts';
import { planOf, requireWhole, tell, type CalibrationSession } from './session.ts';
import { wallTimesNs } from '../../model/trial.ts';

/** On hosts that interpret the guest's code a loop takes microseconds, on others a nanosecond. */
const firstDelayLoops = 10_000;
const mostDelayLoops = 1_000_000_000;
const delayFactor = 10;
/** Of the headline: far above its scatter, so that a few blocks tell. */
const clearEffect = 0.5;
const searchBlocks = 3;
const pilotBlocks = 24;

export interface CalibrationPilot {
  readonly runId: string;
  readonly canaries: readonly CanaryPlan[];
  /** Mean of one trial. */
  readonly trialMs: number;
}

/**
 * Finds a delay that about doubles the headline, then measures it and parts of it well: that gives the length of a loop and the spread of the
 * host, from which the canaries are planned.
 * @throws BenchError `USAGE` where no delay shows
 */
export async function runPilot(session: CalibrationSession): Promise<CalibrationPilot> {
  const { options, gate } = session;
  const { canaries: sizes, margin, mostBlocks } = options;
  const longest = await findDelay(session);
  // As many arms as the calibration has: blocks that take as long scatter as much.
  const delays = sizes.map((_, index) => Math.ceil((longest * (index + 1)) / sizes.length));
  const pilot = await measurePilot(session, { delays, blocks: pilotBlocks });
  const canaries = planCanaries(pilot, { sizes, margin, alpha: gate.alpha, mostBlocks });
  const { manifest, trials } = pilot.run;
  const trialMs = wallTimesNs(trials).reduce((sum, wallNs) => sum + wallNs, 0) / trials.length / 1e6;
  tell(session, `The pilot ${manifest.runId} took ${formatDurationMs(trialMs)} a trial`);
  return { runId: manifest.runId, canaries, trialMs };
}

async function findDelay(session: CalibrationSession): Promise<number> {
  for (let delayLoops = firstDelayLoops; delayLoops <= mostDelayLoops; delayLoops *= delayFactor) {
    const effect = delayEffect(await measurePilot(session, { delays: [delayLoops], blocks: searchBlocks }));
    if (effect >= clearEffect) return Math.ceil(delayLoops / effect);
  }
  throw new BenchError('USAGE', `Cannot place canaries: ${mostDelayLoops} loops of delay do not show`, {
    hint: 'Choose a benchmark that times the start of the probe guest, or give --canary none',
  });
}

async function measurePilot(
  session: CalibrationSession,
  wish: { readonly delays: readonly number[]; readonly blocks: number },
): Promise<Pilot> {
  const delays = wish.delays.map((delayLoops, index) => ({ armId: delayArmId(index), delayLoops }));
  const arms = calibrationArms(armUnderTest(session.settings), delays);
  const told = `${wish.blocks} blocks with delays of ${wish.delays.join(', ')} loops`;
  const planned = await planOf(session, { arms, blocks: wish.blocks, title: `Pilot: ${told}` });
  requireCanaryGuests(planned, armUnderTest(session.settings));
  tell(session, `Pilot: ${told}`);
  const measured = await measureFollowed(planned, session);
  requireWhole(measured);
  return { run: readRun(measured.folder), baseArm, againArm, delays };
}
