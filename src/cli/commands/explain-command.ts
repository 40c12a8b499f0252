import { textOption, textsOption, type CommandSpec } from '../command-spec.ts';
import { configOption, resultsOption } from '../common-options.ts';
import { readSideOptions, sideOptions } from './compare-command.ts';

/** `microvm-bench explain`. */
export const explainCommand: CommandSpec = {
  name: 'explain',
  operands: '<metric> <run...>',
  summary: 'explain the verdict on one metric',
  description:
    'Prints the chain that leads to the verdict on a metric: rule by rule what was seen, what it had to be, and what would ' +
    'make it another verdict. The metric may be a pattern; runs and arms are given as for compare. With a configuration ' +
    'that has a gate, its margins and its alpha are used.',
  options: [
    ...sideOptions,
    { flags: '--case <pattern>', description: 'only cases that match (default: all)' },
    {
      flags: '--margin <metric=margin>',
      description: 'a margin instead of that of the configuration; may be repeated',
      isRepeatable: true,
    },
    {
      flags: '--alpha <share>',
      description: 'chance of a false alarm in the whole gated family (default: 0.05)',
    },
    resultsOption,
    configOption,
  ],
  examples: [
    { command: 'microvm-bench explain boot.guest latest', says: 'the newest run, all its cases' },
    {
      command: 'microvm-bench explain boot.guest before after --case "boot-time/vcpus=1*"',
      says: 'some cases',
    },
  ],
  async run(input, context) {
    const { explainCommandAction } = await import('./explain.ts');
    const [metric = '', ...operands] = input.operands;
    const alpha = textOption(input, 'alpha');
    return explainCommandAction(
      {
        ...readSideOptions({ ...input, operands }),
        metric,
        cases: textOption(input, 'case') ?? '*',
        margins: textsOption(input, 'margin'),
        ...(alpha === undefined ? {} : { alpha }),
      },
      context,
    );
  },
};
