import { isOn, type CommandSpec } from '../command-spec.ts';
import { configOption, jsonOption, resultsOption, settingOptions } from '../common-options.ts';
import { optional } from '../../base/optional.ts';

/** `microvm-bench index`. */
export const indexCommand: CommandSpec = {
  name: 'index',
  operands: '[folder]',
  summary: 'make a page of all runs of a folder',
  description:
    'Writes index.html into a folder of runs, by default the results folder: all runs, campaigns and shared reports with ' +
    'links to their pages, verdicts, and the headlines over time. The page is static, needs no script, and works from a ' +
    'file as well as from any web server. What cannot be read is listed with its reason.',
  options: [resultsOption, configOption, jsonOption],
  examples: [
    { command: 'microvm-bench index', says: 'the results folder' },
    { command: 'microvm-bench index ./published', says: 'another folder of runs' },
  ],
  async run(input, context) {
    const { indexCommandAction } = await import('./index-folder.ts');
    return indexCommandAction(
      { ...optional('folder', input.operands[0]), isJson: isOn(input, 'json'), ...settingOptions(input) },
      context,
    );
  },
};
