import { optional } from '../../base/optional.ts';
import { reportFormats } from '../../report/report-formats.ts';
import { isOn, textOption, textsOption, type CommandSpec } from '../command-spec.ts';
import { configOption, jsonOption, resultsOption, settingOptions } from '../common-options.ts';

/** `microvm-bench report`. */
export const reportCommand: CommandSpec = {
  name: 'report',
  operands: '<runs...>',
  summary: 'compute the report of one run or of several',
  description:
    'Computes summaries, tables, charts and the page from run folders alone, on any machine. A run is given by its folder ' +
    'or by its name under the results folder; "latest" is the newest one there. Several runs share a page and are never ' +
    'pooled: runs with the same arms are compared arm by arm, runs of one arm each with the first one. A campaign or a ' +
    'folder of runs stands for all of them. "name=" before a run is what the reader knows it by.',
  options: [
    { flags: '--title <text>', description: "title of the page (default: the run's)" },
    { flags: '--author <name>', description: 'who publishes it; may be repeated', isRepeatable: true },
    {
      flags: '--output <dir>',
      description:
        "folder for the report's files (default: that of the run or campaign; for several, below the results folder)",
    },
    {
      flags: '--interactive',
      description: 'add pictures that answer the pointer, and the scripts that draw them (some 830 kB)',
    },
    {
      flags: '--format <name>',
      description:
        `one of ${reportFormats.join(', ')} (default: html). html and pdf are written as files, pdf by an installed ` +
        'Chromium; the others go to standard output, or into the folder of --output',
    },
    { flags: '--png', description: 'write each chart as PNG as well' },
    resultsOption,
    configOption,
    jsonOption,
  ],
  examples: [
    { command: 'microvm-bench report latest', says: 'the newest run' },
    { command: 'microvm-bench report ./results/20260102T030405Z-host-a1b2c3', says: 'a run by its folder' },
    {
      command: 'microvm-bench report stock=before tuned=after --title "Huge pages" --output ./published',
      says: 'two runs on one page, to be published',
    },
    { command: 'microvm-bench report latest --format md', says: 'for a pull request' },
    { command: 'microvm-bench report latest --format pdf', says: 'the page on paper' },
    { command: 'microvm-bench report latest --json', says: 'the summaries for a script' },
  ],
  async run(input, context) {
    const { reportCommandAction } = await import('./report.ts');
    return reportCommandAction(
      {
        operands: input.operands,
        ...settingOptions(input),
        ...optional('title', textOption(input, 'title')),
        authors: textsOption(input, 'author'),
        ...optional('output', textOption(input, 'output')),
        isInteractive: isOn(input, 'interactive'),
        format: textOption(input, 'format') ?? 'html',
        isJson: isOn(input, 'json'),
        hasPng: isOn(input, 'png'),
      },
      context,
    );
  },
};
