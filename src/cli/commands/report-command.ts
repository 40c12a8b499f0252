import { isOn, type CommandSpec } from '../command-spec.ts';
import { configOption, jsonOption, resultsOption, settingOptions } from '../common-options.ts';

/** `microvm-bench report`. */
export const reportCommand: CommandSpec = {
  name: 'report',
  operands: '<run>',
  summary: 'recompute the report of a run',
  description:
    'Recomputes summaries, tables, charts and the page of a run from its folder alone, on any machine. The run is ' +
    'given by its folder or by its name under the results folder; "latest" is the newest one there.',
  options: [resultsOption, configOption, jsonOption],
  examples: [
    { command: 'microvm-bench report latest', says: 'the newest run' },
    { command: 'microvm-bench report ./results/20260102T030405Z-host-a1b2c3', says: 'a run by its folder' },
    { command: 'microvm-bench report latest --json', says: 'the summaries for a script' },
  ],
  async run(input, context) {
    const { reportCommandAction } = await import('./report.ts');
    const [run = ''] = input.operands;
    return reportCommandAction(
      {
        run,
        ...settingOptions(input),
        isJson: isOn(input, 'json'),
      },
      context,
    );
  },
};
