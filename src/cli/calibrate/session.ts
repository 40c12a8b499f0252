import { BenchError } from '../../base/errors.ts';
import type { Settings } from '../../harness/settings.ts';
import type { CalibrationPlan } from '../../model/calibration.ts';
import type { BenchmarkDefinition } from '../../model/definition.ts';
import type { CliContext } from '../context.ts';
import type { Interrupts } from '../measure/interrupts.ts';
import type { MeasuredRun } from '../measure/measure.ts';
import { planRun, type PlannedRun } from '../measure/plan-run.ts';
import { locatePackage } from '../package-root.ts';
import { terminalLine } from '../terminal-text.ts';
import type { CalibrateOptions } from './calibrate-options.ts';
import { calibrationSettings, type CalibrationRunPlan } from './calibration-arms.ts';

/** All that the runs of one calibration share. */
export interface CalibrationSession {
  readonly options: CalibrateOptions;
  readonly context: CliContext;
  readonly settings: Settings;
  readonly definitions: readonly BenchmarkDefinition[];
  readonly interrupts: Interrupts;
  /** What the A/A comparisons are judged by. */
  readonly gate: Pick<CalibrationPlan, 'alpha' | 'gated'>;
}

export function planOf(
  { settings, definitions }: CalibrationSession,
  wanted: CalibrationRunPlan,
): Promise<PlannedRun> {
  const packageRoot = locatePackage().root;
  return planRun({ settings: calibrationSettings(settings, wanted), definitions, packageRoot });
}

/**
 * Leaves a run that did not end by itself.
 * @throws BenchError `ABORTED` when it was interrupted, or the code of what ended it
 */
export function requireWhole({ folder, outcome }: MeasuredRun): void {
  if (outcome.status === 'failed') {
    throw new BenchError(outcome.code, `Cannot calibrate with the run "${folder}": ${outcome.reason}`);
  }
  if (outcome.status === 'interrupted') {
    throw new BenchError('ABORTED', `Cannot calibrate with the run "${folder}": it was interrupted`);
  }
}

/** A remark for people, unless they want none. */
export function tell({ options, context }: CalibrationSession, text: string): void {
  if (!options.isQuiet) context.stderr.write(`${terminalLine(text)}\n`);
}
