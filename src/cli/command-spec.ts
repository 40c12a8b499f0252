import { BenchError } from '../base/errors.ts';
import type { CliContext } from './context.ts';

/** One option of a command. */
export interface OptionSpec {
  /** As commander takes it: "-n, --trials <count>". */
  readonly flags: string;
  readonly description: string;
  /** The only values that it takes. */
  readonly choices?: readonly string[];
  /** May be given several times; all values are kept. */
  readonly isRepeatable?: boolean;
}

/** A command line to copy and what it does. */
export interface Example {
  readonly command: string;
  readonly says: string;
}

/** What a command was called with. */
export interface CommandInput {
  readonly operands: readonly string[];
  /** By long name in camel case; only `commander` knows the types, so they are asked for through the readers below. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** One command. Its body is imported when it is called, so that `--help` loads none. */
export interface CommandSpec {
  readonly name: string;
  /** As commander takes it: "[ids...]". */
  readonly operands?: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  readonly description: string;
  readonly options: readonly OptionSpec[];
  readonly examples: readonly Example[];
  /** Resolves to the exit status. */
  readonly run: (input: CommandInput, context: CliContext) => Promise<number>;
}

/** The value of an option that takes one. */
export function textOption(input: CommandInput, name: string): string | undefined {
  const value = input.options[name];
  return typeof value === 'string' ? value : undefined;
}

/**
 * The value of an option that is declared as repeatable so that a second one is refused, not silently the one that counts.
 * @throws BenchError `USAGE`
 */
export function onceOption(input: CommandInput, name: string): string | undefined {
  const [value, second] = textsOption(input, name);
  if (second === undefined) return value;
  throw new BenchError('USAGE', `Cannot use --${name} "${second}": "${value ?? ''}" is given as well`, {
    hint: `Give --${name} once`,
  });
}

/** The values of a repeatable option. */
export function textsOption(input: CommandInput, name: string): readonly string[] {
  const value = input.options[name];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

/** Whether a switch is on; "--no-progress" switches `progress` off. */
export function isOn(input: CommandInput, name: string): boolean {
  return input.options[name] === true;
}
