import { execa } from 'execa';
import { BenchError } from '../base/errors.ts';

export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a tool to its end, without a shell.
 * @throws BenchError `COMMAND_FAILED` with the tool's own words, also when it is not installed or takes too long
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  options: { readonly timeoutMs: number },
): Promise<CommandOutput> {
  const result = await execa(file, args, {
    reject: false,
    stdin: 'ignore',
    timeout: options.timeoutMs,
    forceKillAfterDelay: 1000,
  });
  if (!result.failed) return { stdout: result.stdout, stderr: result.stderr };
  const words = result.stderr.trim() === '' ? result.shortMessage : result.stderr.trim();
  throw new BenchError('COMMAND_FAILED', `Cannot run "${file}": ${words}`, { cause: result.cause });
}
