import { execFile, type ExecFileException } from 'node:child_process';
import type { SshLimits } from '../../model/ssh.ts';

/** How a local process ended, with all that it wrote. */
export interface Ending {
  readonly how:
    | { readonly kind: 'exited'; readonly status: number }
    | { readonly kind: 'not-started'; readonly reason: string }
    | { readonly kind: 'timed-out' }
    | { readonly kind: 'aborted' }
    | { readonly kind: 'too-much-output' }
    | { readonly kind: 'killed'; readonly signal: string };
  readonly stdout: string;
  readonly stderr: string;
}

/** Of each stream; more is no output but a runaway. */
export const outputLimitMib = 64;

/**
 * Runs a tool to its end without a shell, its stdin empty; every way to end is a value. When the time is over or the
 * signal fires it gets SIGTERM, on which "scp" ends its "ssh" too, and the promise resolves when it is gone.
 *
 * Not execa, as in `runCommand`: it escapes all output into the message of its error, and 64 MiB of NUL bytes, which a guest
 * may send, exceed V8's largest array there and end this process.
 */
export function runToEnd(file: string, args: readonly string[], limits: SshLimits): Promise<Ending> {
  const { signal, timeoutMs } = limits;
  if (signal.aborted) return Promise.resolve({ how: { kind: 'aborted' }, stdout: '', stderr: '' });
  return new Promise((resolve) => {
    const options = {
      // Texts of errors are read: they must be English.
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
      maxBuffer: outputLimitMib * 1024 * 1024,
      timeout: Math.max(1, Math.ceil(timeoutMs)),
    };
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      signal.removeEventListener('abort', end);
      resolve({ how: signal.aborted ? { kind: 'aborted' } : readEnd(error), stdout, stderr });
    });
    const end = (): void => {
      child.kill();
    };
    signal.addEventListener('abort', end);
    child.stdin?.end();
  });
}

/** `code` is the exit status, or the code of a system error when there was no process to have one. */
function readEnd(error: ExecFileException | null): Ending['how'] {
  if (error === null) return { kind: 'exited', status: 0 };
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return { kind: 'too-much-output' };
  if (typeof error.code === 'string') return { kind: 'not-started', reason: error.code };
  if (error.killed === true) return { kind: 'timed-out' };
  if (typeof error.code === 'number') return { kind: 'exited', status: error.code };
  return { kind: 'killed', signal: error.signal ?? 'unknown' };
}
