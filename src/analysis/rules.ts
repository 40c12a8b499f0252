import { activitySource } from './rules/activity-source.ts';
import { attachBimodal } from './rules/attach-bimodal.ts';
import { autocorrelation } from './rules/autocorrelation.ts';
import { drift } from './rules/drift.ts';
import { droppedLogLines } from './rules/dropped-log-lines.ts';
import { failures } from './rules/failures.ts';
import { firstTrial } from './rules/first-trial.ts';
import { hostNoise } from './rules/host-noise.ts';
import { imported } from './rules/imported.ts';
import { invalidBlockFindings } from './rules/invalid-blocks.ts';
import { journalCut } from './rules/journal-cut.ts';
import { missedTicks } from './rules/missed-ticks.ts';
import { modes } from './rules/modes.ts';
import { negativePhase } from './rules/negative-phase.ts';
import { noisyTrials } from './rules/noisy-trials.ts';
import { overLimit } from './rules/over-limit.ts';
import { pageCacheUnproved } from './rules/page-cache-unproved.ts';
import { phasesDoNotAddUp } from './rules/phases-do-not-add-up.ts';
import { placementMoved } from './rules/placement-moved.ts';
import { placementUnproved } from './rules/placement-unproved.ts';
import { runInterrupted } from './rules/run-interrupted.ts';
import { runStopped } from './rules/run-stopped.ts';
import { tailsNotShown } from './rules/tails-not-shown.ts';
import type { FindingRule } from './run-facts.ts';

/** All rules, in the order in which their findings are listed. A new rule is a new file and a line here. */
export const rules: readonly FindingRule[] = [
  imported,
  runInterrupted,
  runStopped,
  invalidBlockFindings,
  journalCut,
  failures,
  placementMoved,
  placementUnproved,
  phasesDoNotAddUp,
  negativePhase,
  droppedLogLines,
  missedTicks,
  overLimit,
  activitySource,
  pageCacheUnproved,
  drift,
  autocorrelation,
  modes,
  firstTrial,
  tailsNotShown,
  attachBimodal,
  noisyTrials,
  hostNoise,
];
