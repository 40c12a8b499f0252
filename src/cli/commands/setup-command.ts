import { isOn, textOption, type CommandSpec } from '../command-spec.ts';
import { jsonOption } from '../common-options.ts';

/** `microvm-bench setup`. */
export const setupCommand: CommandSpec = {
  name: 'setup',
  summary: 'install Firecracker and its jailer',
  description:
    'Downloads a release of Firecracker with its jailer, verifies the digests and installs both where the other ' +
    'commands look for them. What is in place is left alone.',
  options: [
    { flags: '--version <version>', description: 'release to install (default: 1.12.1)' },
    jsonOption,
  ],
  examples: [
    { command: 'microvm-bench setup', says: 'the release that the documents were written with' },
    { command: 'microvm-bench setup --version 1.12.1 --json', says: 'where it lies, for a script' },
  ],
  async run(input, context) {
    const { setupCommandAction } = await import('./setup.ts');
    const version = textOption(input, 'version');
    return setupCommandAction(
      { ...(version !== undefined && { version }), isJson: isOn(input, 'json') },
      context,
    );
  },
};
