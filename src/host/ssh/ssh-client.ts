import { BenchError } from '../../base/errors.ts';
import type { RemoteResult, SshClient, SshTarget } from '../../model/ssh.ts';
import { attemptSsh, readOutcome, runInNamespace } from './ssh-attempt.ts';
import { sshError, type SshDeed } from './ssh-error.ts';
import { checkSshTarget, sshOptions } from './ssh-target.ts';
import { waitForSsh } from './wait-for-ssh.ts';

/** @throws BenchError `SPEC_INVALID`, `ID_INVALID` naming the field that "ssh" or "ip" would misread */
export function createSshClient(target: SshTarget): SshClient {
  checkSshTarget(target);
  const { host } = target;
  return {
    target,
    waitForSsh: (options) => waitForSsh(target, options),
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

async function copy(target: SshTarget, paths: readonly string[], deed: SshDeed): Promise<void> {
  const ending = await runInNamespace(target, ['scp', ...sshOptions(target), ...paths], deed);
  if (ending.how.kind === 'exited' && ending.how.status === 0) return;
  throw sshError(readOutcome(ending), deed);
}

function requireAbsolute(paths: readonly string[]): void {
  const wrong = paths.find((path) => !path.startsWith('/') || path.includes('\0'));
  if (wrong === undefined) return;
  throw new BenchError('SPEC_INVALID', `Cannot copy "${wrong}" by scp: it is not an absolute path`);
}

/** scp(1) takes the path of a remote source for a pattern. */
function escapePattern(path: string): string {
  return path.replace(/[*?[\]\\]/g, String.raw`\$&`);
}
