import { readRun } from '../../analysis/read-run.ts';
import type { RunRecords } from '../../analysis/run-facts.ts';
import { BenchError } from '../../base/errors.ts';
import type { Settings } from '../../harness/settings.ts';
import type { BenchmarkDefinition } from '../../model/definition.ts';
import type { CliContext } from '../context.ts';
import type { Interrupts } from '../measure/interrupts.ts';
import { measureFollowed } from '../measure/measure-followed.ts';
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
}

export function planOf(
  { settings, definitions }: CalibrationSession,
  wanted: CalibrationRunPlan,
): Promise<PlannedRun> {
  const packageRoot = locatePackage().root;
  return planRun({ settings: calibrationSettings(settings, wanted), definitions, packageRoot });
}

export interface CalibrationRun {
  readonly folder: string;
  readonly records: RunRecords;
}

/**
 * Measures one run to its end and reads it back.
 * @throws BenchError `ABORTED` when it was interrupted, or the code of what ended it
 */
export async function measureWhole(
  session: CalibrationSession,
  planned: PlannedRun,
): Promise<CalibrationRun> {
  const { folder, outcome } = await measureFollowed(planned, session);
  if (outcome.status === 'failed') {
    throw new BenchError(outcome.code, `Cannot calibrate with the run "${folder}": ${outcome.reason}`);
  }
  if (outcome.status === 'interrupted') {
    throw new BenchError('ABORTED', `Cannot calibrate with the run "${folder}": it was interrupted`, {
      hint: 'Its whole windows can be computed with --from',
    });
  }
  return { folder, records: readRun(folder) };
}

/** A remark for people, unless they want none. */
export function tell({ options, context }: CalibrationSession, text: string): void {
  if (!options.isQuiet) context.stderr.write(`${terminalLine(text)}\n`);
}
