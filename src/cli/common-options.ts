import { singleSettingNames } from '../harness/setting-names.ts';
import type { SettingFlags } from '../harness/setting-source.ts';
import type { SettingOptions } from './load-settings.ts';
import { colorModes } from './color.ts';
import { textOption, textsOption, type CommandInput, type OptionSpec } from './command-spec.ts';

/** `--json`. */
export const jsonOption: OptionSpec = {
  flags: '--json',
  description: 'print one JSON document on standard output and nothing else there',
};

/** `--config`: which configuration file is read. */
export const configOption: OptionSpec = {
  flags: '--config <file>',
  description: 'configuration file (default: microvm-bench.config.* in this folder, if any)',
};

/** `--results`. */
export const resultsOption: OptionSpec = {
  flags: '--results <dir>',
  description: 'folder of the run folders (default: ./results)',
};

/** `--baselines`. */
export const baselinesOption: OptionSpec = {
  flags: '--baselines <dir>',
  description: 'folder of the baselines (default: ./baselines)',
};

/** `--benchmarks`. */
export const benchmarksOption: OptionSpec = {
  flags: '--benchmarks <path>',
  description: 'file with a benchmark of your own, or a folder of such files; may be repeated',
  isRepeatable: true,
};

/** `--color`, an option of every command. */
export const colorOption: OptionSpec = {
  flags: '--color <when>',
  description: 'when to use colour; auto heeds NO_COLOR and FORCE_COLOR',
  choices: colorModes,
};

function settingFlags(input: CommandInput): SettingFlags {
  const given = singleSettingNames.flatMap((name) => {
    const text = textOption(input, name);
    return text === undefined ? [] : [[name, text] as const];
  });
  return {
    ...Object.fromEntries(given),
    // commander keeps "--no-replace" as a `replace` that is off.
    ...(input.options['replace'] === false ? { noReplace: 'true' } : {}),
    param: textsOption(input, 'param'),
    benchmarks: textsOption(input, 'benchmarks'),
    arm: textsOption(input, 'arm'),
  };
}

/** What a command's options say on settings and where else to look for them. */
export function settingOptions(input: CommandInput): SettingOptions {
  const configFile = textOption(input, 'config');
  return { flags: settingFlags(input), ...(configFile !== undefined && { configFile }) };
}
