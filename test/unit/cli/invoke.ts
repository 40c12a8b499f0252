import { tmpdir } from 'node:os';
import type { OutputStream } from '../../../src/cli/context.ts';
import { runCli } from '../../../src/cli/run-cli.ts';

/** A stream that keeps what is written. */
export function aStream(
  overrides: Partial<OutputStream> = {},
): OutputStream & { readonly text: () => string } {
  const written: string[] = [];
  return { write: (text) => written.push(text), text: () => written.join(''), columns: 100, ...overrides };
}

export interface Invocation {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process, away from this project's folder and environment. */
export async function invoke(
  argv: readonly string[],
  host: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Invocation> {
  const stdout = aStream();
  const stderr = aStream();
  const { cwd = tmpdir(), env = {} } = host;
  const status = await runCli({ argv, env, cwd, stdout, stderr });
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}
