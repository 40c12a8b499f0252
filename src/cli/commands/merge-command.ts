import { isOn, textOption, textsOption, type CommandSpec } from '../command-spec.ts';
import { leavableFacts } from '../merge/leavable-facts.ts';
import { configOption, jsonOption, resultsOption, settingOptions } from '../common-options.ts';

/** `microvm-bench merge`. */
export const mergeCommand: CommandSpec = {
  name: 'merge',
  operands: '<runs...>',
  summary: 'gather runs in a campaign folder',
  description:
    'Copies runs into one campaign folder that can be moved as a whole. Each run stays one of its own, with the digests ' +
    'of its records; nothing is pooled. How the runs differ in host, plan, files and tools is told and kept. Runs are ' +
    'given by run folders, campaign folders, folders of runs, or names under the results folder.',
  options: [
    { flags: '--output <dir>', description: 'campaign folder to make; must not be there, or be empty' },
    { flags: '--title <text>', description: "title of the campaign (default: the runs' titles)" },
    {
      flags: '--leave-out <fact>',
      description: `a fact of the hosts not to be published: ${leavableFacts.join(' or ')}; may be repeated`,
      isRepeatable: true,
    },
    resultsOption,
    configOption,
    jsonOption,
  ],
  examples: [
    { command: 'microvm-bench merge ./monday ./tuesday --output ./week', says: 'two runs' },
    { command: 'microvm-bench merge ./results --output ./all', says: 'every run of a folder' },
    {
      command: 'microvm-bench merge ./results --output ./published --leave-out hostname',
      says: 'runs to be published, without the name of their host',
    },
    { command: 'microvm-bench merge ./week ./friday --output ./week-2', says: 'a campaign and one more run' },
  ],
  async run(input, context) {
    const { mergeCommandAction } = await import('./merge.ts');
    const title = textOption(input, 'title');
    return mergeCommandAction(
      {
        runs: input.operands,
        output: textOption(input, 'output'),
        ...(title !== undefined && { title }),
        leaveOut: textsOption(input, 'leaveOut'),
        ...settingOptions(input),
        isJson: isOn(input, 'json'),
      },
      context,
    );
  },
};
