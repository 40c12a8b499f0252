import { isOn, type CommandSpec } from '../command-spec.ts';
import { configOption, jsonOption, settingOptions } from '../common-options.ts';

/** `microvm-bench doctor`. */
export const doctorCommand: CommandSpec = {
  name: 'doctor',
  summary: 'check whether this host can run benchmarks',
  description:
    'Tries out everything that a run needs of this host and says what to do about each thing that is missing. Exit ' +
    'status 0 when benchmarks can run, 69 when something is missing, 75 when another run is measuring and nothing else is.',
  options: [
    {
      flags: '--firecracker <path>',
      description: 'binary under test (default: the one that setup installed)',
    },
    { flags: '--jailer <path>', description: 'its jailer' },
    { flags: '--firecracker-version <version>', description: 'version it must have (default: 1.12.1)' },
    { flags: '--jail-base <dir>', description: 'folder under which jails are made (default: /srv/jailer)' },
    configOption,
    jsonOption,
  ],
  examples: [
    { command: 'microvm-bench doctor', says: 'check this host' },
    { command: 'microvm-bench doctor --json', says: 'the same for a script' },
  ],
  async run(input, context) {
    const { doctorCommandAction } = await import('./doctor.ts');
    return doctorCommandAction(
      {
        ...settingOptions(input),
        isJson: isOn(input, 'json'),
      },
      context,
    );
  },
};
