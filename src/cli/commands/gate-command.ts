import { isOn, textOption, type CommandSpec } from '../command-spec.ts';
import { configOption, resultsOption } from '../common-options.ts';
import { readSideOptions, sideOptions } from './compare-command.ts';

/** `microvm-bench gate`. */
export const gateCommand: CommandSpec = {
  name: 'gate',
  operands: '[run...]',
  summary: 'judge a run by a policy, for CI',
  description:
    'Compares as `compare` does, judges by the policy under "gate" in the configuration, writes verdict.json into the ' +
    "candidate's run folder, and exits with 0 (passed), 10 (regressed), 11 (inconclusive, where the policy forbids it), 12 " +
    '(invalid data), 13 (no comparable baseline) or 14 (more failures). Without a policy every headline is gated with the ' +
    'default margins. A verdict file that is missing is a failure.',
  options: [
    ...sideOptions,
    {
      flags: '--confirm',
      description: 'measure what would stop the build once more, and stop only if it shows again; needs root',
    },
    {
      flags: '--confirm-trials <count>',
      description: 'trials of each case and arm of that (default: as many as in the run)',
    },
    { flags: '--output <file>', description: 'write the verdict there as well' },
    { flags: '--format <name>', description: 'human, json or md (default: human)' },
    { flags: '-q, --quiet', description: 'no talk but warnings and errors' },
    resultsOption,
    configOption,
  ],
  examples: [
    { command: 'microvm-bench gate latest', says: 'the arms of the newest run' },
    { command: 'microvm-bench gate latest --confirm', says: 'no alarm that fresh trials do not repeat' },
    { command: 'microvm-bench gate before after --output verdict.json', says: 'two runs' },
  ],
  async run(input, context) {
    const { gateCommandAction } = await import('./gate.ts');
    const output = textOption(input, 'output');
    const confirmTrials = textOption(input, 'confirmTrials');
    return gateCommandAction(
      {
        ...readSideOptions(input),
        ...(output === undefined ? {} : { output }),
        isConfirmed: isOn(input, 'confirm'),
        ...(confirmTrials === undefined ? {} : { confirmTrials }),
        format: textOption(input, 'format') ?? 'human',
        isQuiet: isOn(input, 'quiet'),
      },
      context,
    );
  },
};
