import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calibrateRun } from '../../analysis/calibrate/calibrate-run.ts';
import { isThere, parseJsonFile } from '../../analysis/read-run-file.ts';
import { readRun } from '../../analysis/read-run.ts';
import type { RunRecords } from '../../analysis/run-facts.ts';
import { writeFileAtomic } from '../../base/atomic-file.ts';
import { BenchError } from '../../base/errors.ts';
import { calibrationFormatVersion, type Calibration, type CalibrationPlan } from '../../model/calibration.ts';
import { parseCalibrationPlan } from '../../model/calibration-schema.ts';
import type { Arm } from '../../model/plan.ts';
import { formatCalibration } from '../../report/calibration-text.ts';

/** What was decided before anything was measured. */
export const planFile = 'calibration-plan.json';
const resultFile = 'calibration.json';
const textFile = 'calibration.md';

/** What `--from` may choose for a run that was not made by `calibrate`. */
export type PlanDefaults = Pick<CalibrationPlan, 'blocks' | 'canaryMargin' | 'alpha' | 'gated'>;

/**
 * Computes a calibration from its run folder alone and writes it there.
 * @throws BenchError `RUN_NOT_FOUND`, `RUN_MALFORMED`; `USAGE` for a run that has no two equal arms
 */
export function writeCalibration(folder: string, defaults: PlanDefaults): Calibration {
  const run = readRun(folder);
  const path = join(folder, planFile);
  const plan = isThere(path)
    ? parseCalibrationPlan(parseJsonFile(readFileSync(path, 'utf8'), path), `"${path}"`)
    : planOfOrdinaryRun(run, defaults);
  const calibration = calibrateRun(run, plan);
  writeFileAtomic(join(folder, resultFile), `${JSON.stringify(calibration, undefined, 2)}\n`);
  writeFileAtomic(join(folder, textFile), formatCalibration(calibration));
  return calibration;
}

/** Any run of two equal arms tells of false alarms: a change of documents alone is one for free. */
function planOfOrdinaryRun({ manifest }: RunRecords, defaults: PlanDefaults): CalibrationPlan {
  const { plan, digests, runId } = manifest;
  const [base, again] = plan.arms;
  const hasOwnFiles = digests.some(({ arms }) => arms !== undefined);
  if (base === undefined || again === undefined || hasOwnFiles || !areAlike(base, again)) {
    throw new BenchError('USAGE', `Cannot calibrate from ${runId}: its first two arms are not the same`, {
      hint: 'Give a run of calibrate, or one with the same arm under two names',
    });
  }
  const common = { format: calibrationFormatVersion, canaries: [] };
  return { ...common, ...defaults, baseArm: base.id, againArm: again.id };
}

function areAlike(one: Arm, other: Arm): boolean {
  return JSON.stringify({ ...one, id: '' }) === JSON.stringify({ ...other, id: '' });
}
