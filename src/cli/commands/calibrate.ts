import { effectivePolicy } from '../../analysis/gate/effective-policy.ts';
import { overrideParameters } from '../../harness/override-parameters.ts';
import type { CalibrationPlan } from '../../model/calibration.ts';
import { formatCalibration } from '../../report/calibration-text.ts';
import { readCalibrateOptions, type CalibrateOptions } from '../calibrate/calibrate-options.ts';
import { armUnderTest } from '../calibrate/calibration-arms.ts';
import { writeCalibration } from '../calibrate/calibration-files.ts';
import { runCalibration } from '../calibrate/run-calibration.ts';
import type { CalibrationSession } from '../calibrate/session.ts';
import type { CommandInput } from '../command-spec.ts';
import { printJson, type CliContext } from '../context.ts';
import { whileStdoutIsDiverted } from '../divert-stdout.ts';
import { findRunFolder } from '../find-run-folder.ts';
import { loadConfig } from '../load-config.ts';
import { loadDefinitions, selectDefinitions } from '../load-definitions.ts';
import { loadSettings } from '../load-settings.ts';
import { catchInterrupts, signalStatus, type Interrupts } from '../measure/interrupts.ts';
import { requireVmHost } from '../measure/measure.ts';
import { terminalLine } from '../terminal-text.ts';

/** Measures a calibration, or computes one anew, and prints it; returns the exit status. */
export async function calibrateCommandAction(input: CommandInput, context: CliContext): Promise<number> {
  const options = readCalibrateOptions(input);
  if (options.from !== undefined) {
    await printCalibration(await findRunFolder(options.from, options, context), options, context);
    return 0;
  }
  requireVmHost();
  using interrupts = catchInterrupts((signal) => {
    const text = `${signal}: the running trial ends, then all is saved. Once more ends it at once.`;
    context.stderr.write(`${terminalLine(text)}\n`);
  });
  try {
    const folder = await whileStdoutIsDiverted(() => measureCalibration(options, context, interrupts));
    await printCalibration(folder, options, context);
    return 0;
  } catch (thrown) {
    const signal = interrupts.received();
    if (signal === undefined) throw thrown;
    return signalStatus[signal];
  }
}

async function measureCalibration(
  options: CalibrateOptions,
  context: CliContext,
  interrupts: Interrupts,
): Promise<string> {
  const settings = await loadSettings(context, options);
  armUnderTest(settings);
  const loaded = await loadDefinitions(settings.benchmarks.value, context.env);
  const chosen = selectDefinitions(loaded, options.ids).map(({ definition }) => definition);
  const definitions = overrideParameters(chosen, settings.parameters);
  const gate = await gateOf(options, context);
  const session: CalibrationSession = { options, context, settings, definitions, interrupts, gate };
  return runCalibration(session);
}

/** What is gated, by which margins and at which α: as `gate` would with the same configuration. */
async function gateOf(
  options: CalibrateOptions,
  context: CliContext,
): Promise<Pick<CalibrationPlan, 'alpha' | 'gated'>> {
  const { config } = await loadConfig(context, options.configFile);
  const { alpha, metrics } = effectivePolicy(config.gate ?? {});
  return metrics.length === 0 ? { alpha } : { alpha, gated: metrics };
}

async function printCalibration(
  folder: string,
  options: CalibrateOptions,
  context: CliContext,
): Promise<void> {
  const gate = await gateOf(options, context);
  const defaults = { ...gate, blocks: options.blocks, canaryMargin: options.margin };
  const calibration = writeCalibration(folder, defaults);
  if (options.isJson) printJson(context.stdout, calibration);
  else context.stdout.write(formatCalibration(calibration));
  if (!options.isQuiet) context.stderr.write(`calibration: ${terminalLine(folder)}/calibration.md\n`);
}
