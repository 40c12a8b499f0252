import { BenchError } from '../../base/errors.ts';
import type { HostPath } from '../../model/brands.ts';
import type { RunLimits } from './run-to-end.ts';
import {
  attemptSsh,
  readOutcome,
  runInNamespace,
  type RemoteResult,
  type SshOutcome,
} from './ssh-attempt.ts';
import { hintFor } from './ssh-failure.ts';
import { checkSshTarget, sshOptions, type SshTarget } from './ssh-target.ts';

/** The OpenSSH client of this host, run in one network namespace. Each call logs in anew: about 0.2 s, no instrument. */
export interface SshClient {
  readonly target: SshTarget;
  /**
   * Runs a command by the user's shell, which must be a POSIX one, with each argument as it is given. How the command
   * ended is data; that it could not be run is an
   * error. A deadline or an abort ends the connection: what the guest has started goes on there.
   * @throws BenchError `COMMAND_FAILED`, `FACILITY_MISSING`, `DEADLINE_EXCEEDED`, `ABORTED`
   */
  readonly run: (command: readonly string[], limits: RunLimits) => Promise<RemoteResult>;
  /** Copies one file to the guest, whose sshd must offer sftp. Throws as `run` does. */
  readonly copyTo: (paths: CopyPaths, limits: RunLimits) => Promise<void>;
  /** Copies one file from the guest. Throws as `run` does. */
  readonly copyFrom: (paths: CopyPaths, limits: RunLimits) => Promise<void>;
}

/** One file on both sides, both paths absolute. */
export interface CopyPaths {
  readonly local: HostPath;
  readonly remote: string;
}

/** @throws BenchError `SPEC_INVALID` */
export function createSshClient(target: SshTarget): SshClient {
  checkSshTarget(target);
  const { host } = target;
  return {
    target,
    async run(command, limits): Promise<RemoteResult> {
      const outcome = await attemptSsh(target, command, limits);
      if (outcome.kind === 'ended') return outcome.result;
      throw sshError(outcome, { action: `run "${command.join(' ')}" on ${host}`, ...limits });
    },
    async copyTo({ local, remote }, limits): Promise<void> {
      requireAbsolute([local, remote]);
      const action = `copy "${local}" to ${host}`;
      await copy(target, [local, `${host}:${remote}`], { action, ...limits });
    },
    async copyFrom({ local, remote }, limits): Promise<void> {
      requireAbsolute([local, remote]);
      const action = `copy "${remote}" from ${host}`;
      await copy(target, [`${host}:${escapePattern(remote)}`, local], { action, ...limits });
    },
  };
}

interface Deed extends RunLimits {
  /** Object of the sentence "Cannot …". */
  readonly action: string;
}

async function copy(target: SshTarget, paths: readonly string[], deed: Deed): Promise<void> {
  const ending = await runInNamespace(target, ['scp', ...sshOptions(target), ...paths], deed);
  if (ending.how.kind === 'exited' && ending.how.status === 0) return;
  throw sshError(readOutcome(ending), deed);
}

type Failing = Exclude<SshOutcome, { readonly kind: 'ended' }>;

/** The error of a call that brought no result. */
export function sshError(outcome: Failing, { action, timeoutMs, signal }: Deed): BenchError {
  switch (outcome.kind) {
    case 'aborted':
      return new BenchError('ABORTED', `Cannot ${action}: the run was interrupted`, { cause: signal.reason });
    case 'timed-out':
      return new BenchError('DEADLINE_EXCEEDED', `Cannot ${action}: it has not ended after ${timeoutMs} ms`);
    case 'failed': {
      const { kind, seen } = outcome.failure;
      const code = kind === 'no-tool' ? 'FACILITY_MISSING' : 'COMMAND_FAILED';
      return new BenchError(code, `Cannot ${action}: ${seen}`, { hint: hintFor(kind) });
    }
  }
}

function requireAbsolute(paths: readonly string[]): void {
  const wrong = paths.find((path) => !path.startsWith('/') || path.includes('\0'));
  if (wrong === undefined) return;
  throw new BenchError('SPEC_INVALID', `Cannot copy "${wrong}" by scp: it is not an absolute path`);
}

/** scp(1) takes the path of a remote source for a pattern. */
export function escapePattern(path: string): string {
  return path.replace(/[*?[\]\\]/g, String.raw`\$&`);
}
