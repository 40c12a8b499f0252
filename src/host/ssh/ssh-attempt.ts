import { randomBytes } from 'node:crypto';
import type { RemoteResult, SshLimits, SshTarget } from '../../model/ssh.ts';
import { readRemoteEnd, remoteCommandLine } from './remote-command.ts';
import { outputLimitMib, runToEnd, type Ending } from './run-to-end.ts';
import { readSshFailure, type SshFailure } from './ssh-failure.ts';
import { sshOptions } from './ssh-target.ts';

export type SshOutcome =
  | { readonly kind: 'ended'; readonly result: RemoteResult }
  | { readonly kind: 'failed'; readonly failure: SshFailure }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'aborted' };

/** Logs in once and runs one command. Every way in which that can go is a value. */
export async function attemptSsh(
  target: SshTarget,
  command: readonly string[],
  limits: SshLimits,
): Promise<SshOutcome> {
  const token = `mvb-exit-${randomBytes(8).toString('hex')}`;
  const line = remoteCommandLine(command, token);
  const ending = await runInNamespace(
    target,
    ['ssh', '-T', ...sshOptions(target), target.host, line],
    limits,
  );
  const end = readRemoteEnd(ending.stderr, token);
  if (ending.how.kind === 'exited' && end !== undefined) {
    return { kind: 'ended', result: { stdout: ending.stdout, ...end } };
  }
  return readOutcome(ending);
}

/** Runs a tool of this host in the target's network namespace. */
export function runInNamespace(
  target: SshTarget,
  command: readonly string[],
  limits: SshLimits,
): Promise<Ending> {
  return runToEnd('ip', ['netns', 'exec', target.namespace, ...command], limits);
}

/** The outcome of a client that has not brought a result. */
export function readOutcome({ how, stderr }: Ending): Exclude<SshOutcome, { readonly kind: 'ended' }> {
  switch (how.kind) {
    case 'timed-out':
    case 'aborted':
      return { kind: how.kind };
    case 'exited':
      return { kind: 'failed', failure: readSshFailure(stderr) };
    case 'not-started':
      return {
        kind: 'failed',
        failure: { kind: 'no-tool', seen: `"ip" cannot be started (${how.reason})` },
      };
    case 'killed':
      return { kind: 'failed', failure: { kind: 'no-connection', seen: `ssh was ended by ${how.signal}` } };
    case 'too-much-output':
      return {
        kind: 'failed',
        failure: { kind: 'too-much-output', seen: `it wrote more than ${outputLimitMib} MiB` },
      };
  }
}
