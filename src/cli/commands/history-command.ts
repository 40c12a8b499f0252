import { textOption, textsOption, type CommandSpec } from '../command-spec.ts';
import { configOption, resultsOption, settingOptions } from '../common-options.ts';

/** `microvm-bench history`. */
export const historyCommand: CommandSpec = {
  name: 'history',
  operands: '<runs...>',
  summary: 'show how the medians of runs change over time',
  description:
    'Shows the medians of runs in the order of their starts, and where their level changes. Another host, kernel, ' +
    'microcode, Firecracker, guest image or placement begins a series of its own. Runs are given by run folders, ' +
    'campaign folders, folders of runs, or names under the results folder.',
  options: [
    {
      flags: '--metric <pattern>',
      description: 'metrics to show, as "boot.*" (default: the headline of each case); may be repeated',
      isRepeatable: true,
    },
    {
      flags: '--case <pattern>',
      description: 'cases to show, as "boot-time/*memMib=128" (default: all); may be repeated',
      isRepeatable: true,
    },
    { flags: '--format <name>', description: 'one of human, json, md, csv (default: human)' },
    resultsOption,
    configOption,
  ],
  examples: [
    { command: 'microvm-bench history ./results', says: 'the headlines of every run of a folder' },
    { command: "microvm-bench history ./week --metric 'boot.*'", says: 'other metrics of a campaign' },
    { command: 'microvm-bench history ./results --format csv', says: 'one row a run and metric' },
  ],
  async run(input, context) {
    const { historyCommandAction } = await import('./history.ts');
    return historyCommandAction(
      {
        runs: input.operands,
        metrics: textsOption(input, 'metric'),
        cases: textsOption(input, 'case'),
        format: textOption(input, 'format') ?? 'human',
        ...settingOptions(input),
      },
      context,
    );
  },
};
