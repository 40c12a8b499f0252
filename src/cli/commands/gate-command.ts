import { BenchError } from '../../base/errors.ts';
import { optional } from '../../base/optional.ts';
import { isOn, textOption, type CommandInput, type CommandSpec } from '../command-spec.ts';
import { baselinesOption, configOption, resultsOption } from '../common-options.ts';
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
    { flags: '--baseline <name>', description: 'compare the run with the run that this baseline stands for' },
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
    { flags: '--junit <file>', description: 'write the verdict there as JUnit XML' },
    {
      flags: '--comment <file>',
      description: 'write it there as Markdown for a pull request, under 60 000 bytes',
    },
    {
      flags: '--gate-id <id>',
      description:
        'name in the hidden marker of the comment, by which a later one replaces it (default: default)',
    },
    {
      flags: '--github',
      description:
        'print annotations and append to GITHUB_STEP_SUMMARY; on by itself where GITHUB_ACTIONS is true',
    },
    {
      flags: '--self-test',
      description:
        'judge two recorded runs instead, and fail unless the regression is found and the A/A run passes',
    },
    { flags: '-q, --quiet', description: 'no talk but warnings and errors' },
    resultsOption,
    baselinesOption,
    configOption,
  ],
  examples: [
    { command: 'microvm-bench gate latest', says: 'the arms of the newest run' },
    { command: 'microvm-bench gate latest --confirm', says: 'no alarm that fresh trials do not repeat' },
    { command: 'microvm-bench gate before after --output verdict.json', says: 'two runs' },
    {
      command: 'microvm-bench gate latest --baseline main --junit gate.xml',
      says: 'a run against a baseline',
    },
    { command: 'microvm-bench gate --self-test', says: 'does the gate see a regression?' },
  ],
  async run(input, context) {
    if (isOn(input, 'selfTest')) {
      refuseRuns(input);
      const { gateSelfTest } = await import('../gate-self-test.ts');
      return gateSelfTest(context);
    }
    const { gateCommandAction } = await import('./gate.ts');
    return gateCommandAction(
      {
        ...readSideOptions(input),
        ...optional('baseline', textOption(input, 'baseline')),
        ...optional('output', textOption(input, 'output')),
        ...optional('junit', textOption(input, 'junit')),
        ...optional('comment', textOption(input, 'comment')),
        gateId: textOption(input, 'gateId') ?? 'default',
        isGithub: isOn(input, 'github'),
        isConfirmed: isOn(input, 'confirm'),
        ...optional('confirmTrials', textOption(input, 'confirmTrials')),
        format: textOption(input, 'format') ?? 'human',
        isQuiet: isOn(input, 'quiet'),
      },
      context,
    );
  },
};

/** A self-test that passed must not be taken for the verdict on a run. */
function refuseRuns({ operands }: CommandInput): void {
  if (operands.length === 0) return;
  throw new BenchError('USAGE', 'Cannot judge a run with --self-test: it judges recorded ones', {
    hint: 'Call gate twice',
  });
}
