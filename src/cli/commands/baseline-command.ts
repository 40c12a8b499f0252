import { optional } from '../../base/optional.ts';
import { isOn, textOption, type CommandSpec } from '../command-spec.ts';
import {
  baselinesOption,
  configOption,
  jsonOption,
  resultsOption,
  settingOptions,
} from '../common-options.ts';

/** `microvm-bench baseline`. */
export const baselineCommand: CommandSpec = {
  name: 'baseline',
  operands: '<action> [name] [run]',
  summary: 'keep runs to compare with',
  description:
    'Keeps runs for `gate --baseline`. "pin NAME RUN" copies manifest and journal of a complete run into the store and gives ' +
    'it a new name; "accept NAME RUN --reason TEXT" lets the name stand for another run and keeps the history, which is a ' +
    'decision to be reviewed; "list" shows all names; "prune" removes the runs that no name has ever stood for.',
  options: [
    { flags: '--reason <text>', description: 'why the baseline is moved; needed by accept' },
    { flags: '--by <who>', description: 'who decides; kept in the history' },
    { flags: '--dry-run', description: 'prune: say what would be removed, and remove nothing' },
    baselinesOption,
    resultsOption,
    configOption,
    jsonOption,
  ],
  examples: [
    { command: 'microvm-bench baseline pin main latest', says: 'a new baseline' },
    { command: 'microvm-bench baseline accept main latest --reason "costs of #12"', says: 'move it' },
    { command: 'microvm-bench baseline list', says: 'names, runs, hosts, ages' },
    { command: 'microvm-bench baseline prune --dry-run', says: 'what nobody needs' },
  ],
  async run(input, context) {
    const { baselineCommandAction } = await import('./baseline.ts');
    return baselineCommandAction(
      {
        ...settingOptions(input),
        operands: input.operands,
        ...optional('reason', textOption(input, 'reason')),
        ...optional('by', textOption(input, 'by')),
        isDryRun: isOn(input, 'dryRun'),
        isJson: isOn(input, 'json'),
      },
      context,
    );
  },
};
