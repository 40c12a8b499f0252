import { isOn, type CommandInput } from './command-spec.ts';
import { settingOptions } from './common-options.ts';
import type { SettingOptions } from './load-settings.ts';

/** How `run` was called. */
export interface RunOptions extends SettingOptions {
  /** Ids of the chosen benchmarks; none means all. */
  readonly ids: readonly string[];
  /** Show what would run, and with which settings; start nothing. */
  readonly isDryRun: boolean;
  readonly isJson: boolean;
  /** No talk but warnings and errors. */
  readonly isQuiet: boolean;
  readonly hasProgress: boolean;
}

/** Reads the options of `run` from the command line. */
export function readRunOptions(input: CommandInput): RunOptions {
  return {
    ...settingOptions(input),
    ids: input.operands,
    isDryRun: isOn(input, 'dryRun'),
    isJson: isOn(input, 'json'),
    isQuiet: isOn(input, 'quiet'),
    hasProgress: isOn(input, 'progress'),
  };
}
