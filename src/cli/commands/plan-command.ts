import { isOn, textOption, type CommandSpec } from '../command-spec.ts';
import { jsonOption } from '../common-options.ts';
import { readRunOptions } from '../run-options.ts';
import { planningOptions } from './run-command.ts';

/** `microvm-bench plan`. */
export const planCommand: CommandSpec = {
  name: 'plan',
  operands: '[ids...]',
  summary: 'what a run would take and could show',
  description:
    'Plans a run as `run` would, and starts nothing: order, counts and rules, minutes, the least p that each case can reach, and ' +
    'which change how many blocks would show. Minutes and changes need the spread of an earlier run of these cases, or a pilot.',
  options: [
    ...planningOptions,
    { flags: '--from <run>', description: 'earlier run that tells spread and time' },
    {
      flags: '--pilot <blocks>',
      description: 'measure so many blocks of the first arm against itself first; needs root',
    },
    { flags: '--effect <share>', description: 'tell how many blocks a change of this size needs, as 5%' },
    jsonOption,
    { flags: '-q, --quiet', description: 'no talk but warnings and errors' },
    { flags: '--no-progress', description: 'no progress line for the pilot' },
  ],
  examples: [
    { command: 'microvm-bench plan boot-time --arm base --arm new=1.13.1', says: 'can it decide anything?' },
    { command: 'microvm-bench plan boot-time --from latest --effect 5%', says: 'how many blocks for 5 %?' },
    { command: 'microvm-bench plan boot-time --pilot 12', says: 'measure the spread first' },
  ],
  async run(input, context) {
    const { planCommandAction } = await import('./plan.ts');
    const [from, pilot, effect] = ['from', 'pilot', 'effect'].map((name) => textOption(input, name));
    return planCommandAction(
      {
        ...readRunOptions(input),
        isJson: isOn(input, 'json'),
        ...(from === undefined ? {} : { from }),
        ...(pilot === undefined ? {} : { pilot }),
        ...(effect === undefined ? {} : { effect }),
      },
      context,
    );
  },
};
