import { Command, CommanderError, Option } from 'commander';
import { BenchError } from '../base/errors.ts';
import type { CommandInput, CommandSpec, Example, OptionSpec } from './command-spec.ts';
import { commands } from './commands.ts';
import { colorOption } from './common-options.ts';
import type { CliContext } from './context.ts';
import { locatePackage } from './package-root.ts';

const widestHelp = 100;

const programExamples: readonly Example[] = [
  { command: 'microvm-bench setup', says: 'install Firecracker' },
  { command: 'microvm-bench doctor', says: 'can this host run benchmarks?' },
  { command: 'microvm-bench run boot-time', says: 'measure and report' },
  { command: 'microvm-bench run --help', says: 'all options of a command' },
];

function formatExamples(examples: readonly Example[]): string {
  const width = Math.max(...examples.map(({ command }) => command.length));
  const lines = examples.map(({ command, says }) => `  ${command.padEnd(width)}  ${says}`);
  return `\nExamples:\n${lines.join('\n')}`;
}

function createOption({ flags, description, choices, isRepeatable }: OptionSpec): Option {
  const option = new Option(flags, description);
  if (choices !== undefined) option.choices(choices);
  if (isRepeatable === true) {
    option.argParser<readonly string[] | undefined>((value, earlier) => [...(earlier ?? []), value]);
  }
  return option;
}

/**
 * What commander takes for meant, without what is another word: it calls "--quiet" near to "--suite". Of a slip at least the
 * first or the last letter stays. The package that counts edits would make every start slower.
 */
function nearOf(seen: string, suggestion: string | undefined): string | undefined {
  const typed = /"(?:--)?([^"]+)"$/.exec(seen)?.[1] ?? '';
  const meant = /mean (?:one of )?(.+)\?/.exec(suggestion ?? '')?.[1]?.split(', ') ?? [];
  const near = meant.filter((each) => {
    const word = each.replace(/^--/, '');
    return word.startsWith(typed.charAt(0)) || word.endsWith(typed.slice(-1));
  });
  return near.length === 0 ? undefined : near.join(' or ');
}

/** commander's text as a message of ours: its suggestion becomes the hint. */
function usageError(thrown: CommanderError, helpCommand: string): BenchError {
  const [text = '', suggestion] = thrown.message.replace(/^error: /, '').split('\n(');
  const seen = text
    .replace(/\.$/, '')
    .replaceAll("'", '"')
    .replace(/\. (?:Expected|Allowed)/, (start) => start.replace('.', ';').toLowerCase());
  const meant = nearOf(seen, suggestion);
  const hint = meant === undefined ? `"${helpCommand}" shows what there is` : `Did you mean ${meant}?`;
  return new BenchError('USAGE', `Cannot read the command line: ${seen}`, { hint });
}

/** Help and version end the parse by a throw as well; those pass. */
function throwUsageErrors(command: Command, name: string): void {
  command.exitOverride((thrown) => {
    if (thrown.exitCode === 0 || thrown.code === 'commander.help') throw thrown;
    throw usageError(thrown, `${name} --help`);
  });
}

function addCommand(program: Command, spec: CommandSpec, act: (input: CommandInput) => Promise<void>): void {
  const command = program
    .command([spec.name, spec.operands ?? ''].join(' ').trim())
    .summary(spec.summary)
    .description(spec.description);
  throwUsageErrors(command, `microvm-bench ${spec.name}`);
  for (const option of [...spec.options, colorOption]) command.addOption(createOption(option));
  command.addHelpText('after', formatExamples(spec.examples));
  command.action(() => act({ operands: command.args, options: command.opts<Record<string, unknown>>() }));
}

function createRootCommand(context: CliContext): Command {
  const columns = context.stdout.columns ?? 0;
  const helpWidth = columns > 0 ? Math.min(columns, widestHelp) : widestHelp;
  const program = new Command('microvm-bench')
    .description('Benchmarks Firecracker microVMs: jailed, pinned, measured, reported.')
    .version(locatePackage().version, '-V, --version', 'print the version')
    // Options of the program count only before the command, so that `setup --version 1.12.1` is setup's.
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      outputError: () => undefined, // printed as every other error, by the caller
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
    })
    .addHelpText('after', formatExamples(programExamples));
  throwUsageErrors(program, 'microvm-bench');
  return program.addOption(createOption(colorOption));
}

/**
 * Parses the command line and runs the command.
 * @returns the exit status
 * @throws BenchError `USAGE` for a command line that cannot be read; whatever the command throws
 */
export async function runProgram(context: CliContext): Promise<number> {
  const program = createRootCommand(context);
  let status = 0;
  for (const spec of commands) {
    addCommand(program, spec, async (input) => {
      status = await spec.run(input, context);
    });
  }
  try {
    await program.parseAsync(context.argv, { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 64;
    throw thrown;
  }
  return status;
}
