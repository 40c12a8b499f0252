import { isOn, type CommandSpec } from '../command-spec.ts';
import { benchmarksOption, configOption, jsonOption, settingOptions } from '../common-options.ts';

/** `microvm-bench list`. */
export const listCommand: CommandSpec = {
  name: 'list',
  summary: 'list the benchmarks',
  description: 'Lists every benchmark with the question it answers, its parameters and its headline metric.',
  options: [configOption, benchmarksOption, jsonOption],
  examples: [
    { command: 'microvm-bench list', says: 'what can be run' },
    { command: 'microvm-bench list --benchmarks ./benchmarks', says: 'together with your own' },
    { command: 'microvm-bench list --json', says: 'the same for a script' },
  ],
  async run(input, context) {
    const { listCommandAction } = await import('./list.ts');
    return listCommandAction(
      {
        ...settingOptions(input),
        isJson: isOn(input, 'json'),
      },
      context,
    );
  },
};
