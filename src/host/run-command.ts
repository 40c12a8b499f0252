import { execa } from 'execa';
import { BenchError } from '../base/errors.ts';
import { throwIfAborted } from '../base/waiting.ts';

export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly timeoutMs: number;
  /** Ends the tool. */
  readonly signal?: AbortSignal;
  /** Added to this process's own. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a tool to its end, without a shell.
 * @throws BenchError `COMMAND_FAILED` with the tool's own words, also when it is not installed or takes too long; `ABORTED`
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  { timeoutMs, signal, env }: CommandOptions,
): Promise<CommandOutput> {
  const result = await execa(file, args, {
    reject: false,
    stdin: 'ignore',
    timeout: timeoutMs,
    forceKillAfterDelay: 1000,
    ...(signal !== undefined && { cancelSignal: signal }),
    ...(env !== undefined && { env }),
  });
  if (!result.failed) return { stdout: result.stdout, stderr: result.stderr };
  if (signal !== undefined) throwIfAborted(signal, `run "${file}"`);
  const words = result.stderr.trim() === '' ? result.shortMessage : result.stderr.trim();
  throw new BenchError('COMMAND_FAILED', `Cannot run "${file}": ${words}`, { cause: result.cause });
}
