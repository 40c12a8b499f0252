import { isOn, type CommandSpec } from '../command-spec.ts';
import { configOption, resultsOption, settingOptions } from '../common-options.ts';

/** `microvm-bench show`. */
export const showCommand: CommandSpec = {
  name: 'show',
  operands: '[run]',
  summary: 'show a run on the terminal',
  description:
    'Prints verdicts, medians, the distribution of each headline and its course over the run, warnings with one action each, ' +
    'and where the files are. Reads the run folder and writes nothing. The run is a folder, its name under the results folder, ' +
    'or "latest", which is the default.',
  options: [
    { flags: '-q, --quiet', description: 'no findings, files and next commands' },
    resultsOption,
    configOption,
  ],
  examples: [
    { command: 'microvm-bench show', says: 'the newest run' },
    { command: 'microvm-bench show ./results/20260102T030405Z-host-a1b2c3', says: 'a run by its folder' },
  ],
  async run(input, context) {
    const { showCommandAction } = await import('./show.ts');
    const [run = 'latest'] = input.operands;
    return showCommandAction({ run, isQuiet: isOn(input, 'quiet'), ...settingOptions(input) }, context);
  },
};
