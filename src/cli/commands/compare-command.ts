import {
  isOn,
  onceOption,
  textOption,
  textsOption,
  type CommandInput,
  type CommandSpec,
  type OptionSpec,
} from '../command-spec.ts';
import { configOption, resultsOption, settingOptions } from '../common-options.ts';
import type { SideOptions } from '../read-sides.ts';

/** Options of every command that compares. */
export const sideOptions: readonly OptionSpec[] = [
  {
    flags: '--base <arm>',
    description: 'arm that is compared with (default: the first one)',
    isRepeatable: true,
  },
  {
    flags: '--candidate <arm>',
    description: 'arm that is judged (default: every other one)',
    isRepeatable: true,
  },
];

/** What those options say. */
export function readSideOptions(input: CommandInput): SideOptions {
  const base = onceOption(input, 'base');
  const candidate = onceOption(input, 'candidate');
  return {
    operands: input.operands,
    ...(base === undefined ? {} : { base }),
    ...(candidate === undefined ? {} : { candidate }),
    ...settingOptions(input),
  };
}

/** `microvm-bench compare`. */
export const compareCommand: CommandSpec = {
  name: 'compare',
  operands: '<run...>',
  summary: 'compare the arms of a run, or two runs',
  description:
    'Compares every metric of every case that two sides share, from run folders alone: ratio and difference with intervals, ' +
    'p, and a verdict (regressed, improved, equivalent, inconclusive, invalid). With one run its arms are compared, with two ' +
    'the first is the base. A run is a folder, its name under the results folder, or "latest"; ":arm" after it names an arm.',
  options: [
    ...sideOptions,
    {
      flags: '--margin <metric=margin>',
      description:
        'changes that do not matter, as "boot.*=3% & 50us": both must be exceeded; may be repeated',
      isRepeatable: true,
    },
    {
      flags: '--alpha <share>',
      description: 'chance of a false alarm in the whole gated family (default: 0.05)',
    },
    { flags: '--format <name>', description: 'human, json, md or csv (default: human)' },
    { flags: '--all', description: 'show also what is only explored and shows no change' },
    resultsOption,
    configOption,
  ],
  examples: [
    { command: 'microvm-bench compare latest', says: 'the arms of the newest run' },
    { command: 'microvm-bench compare before after --format md', says: 'two runs, for a pull request' },
    { command: 'microvm-bench compare latest --margin "boot.guest=1%"', says: 'with a margin of your own' },
  ],
  async run(input, context) {
    const { compareCommandAction } = await import('./compare.ts');
    const alpha = textOption(input, 'alpha');
    return compareCommandAction(
      {
        ...readSideOptions(input),
        margins: textsOption(input, 'margin'),
        ...(alpha === undefined ? {} : { alpha }),
        format: textOption(input, 'format') ?? 'human',
        isAll: isOn(input, 'all'),
      },
      context,
    );
  },
};
