import { exportFormats } from '../../report/export-formats.ts';
import { textOption, type CommandSpec } from '../command-spec.ts';
import { configOption, resultsOption, settingOptions } from '../common-options.ts';

/** `microvm-bench export`. */
export const exportCommand: CommandSpec = {
  name: 'export',
  operands: '<run>',
  summary: 'print a run in the format of another tool',
  description:
    'Prints a run in a format that other tools read: on standard output, or into a file that is written whole or not ' +
    'at all. The run is given by its folder or by its name under the results folder; "latest" is the newest one there.',
  options: [
    { flags: '--format <name>', description: `one of ${exportFormats.join(', ')}` },
    { flags: '--output <file>', description: 'file to write instead of standard output' },
    resultsOption,
    configOption,
  ],
  examples: [
    { command: 'microvm-bench export latest --format benchstat --output new.txt', says: 'for benchstat' },
    { command: 'microvm-bench export latest --format bencher', says: 'for bencher run --adapter json' },
    { command: 'microvm-bench export latest --format long-csv', says: 'one row a sample' },
  ],
  async run(input, context) {
    const { exportCommandAction } = await import('./export.ts');
    const [run = ''] = input.operands;
    const output = textOption(input, 'output');
    return exportCommandAction(
      {
        run,
        format: textOption(input, 'format'),
        ...(output !== undefined && { output }),
        ...settingOptions(input),
      },
      context,
    );
  },
};
