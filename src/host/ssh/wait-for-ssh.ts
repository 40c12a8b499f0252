import { waitUntil, type Look } from '../../base/waiting.ts';
import type { SshTarget, WaitForSshOptions } from '../../model/ssh.ts';
import { attemptSsh } from './ssh-attempt.ts';
import { sshError } from './ssh-error.ts';

const defaultRetryMs = 100;

/** Behind `SshClient.waitForSsh`. The target has been checked. */
export async function waitForSsh(target: SshTarget, options: WaitForSshOptions): Promise<void> {
  const { timeoutMs, signal } = options;
  const action = `log in to ${target.user}@${target.host} port ${target.port}`;
  const deadline = performance.now() + timeoutMs;
  let seen = 'no answer';
  const look = async (): Promise<Look<undefined>> => {
    const limits = { timeoutMs: deadline - performance.now(), signal };
    const outcome = await attemptSsh(target, ['true'], limits);
    if (outcome.kind === 'ended') return { ready: true, value: undefined };
    if (outcome.kind === 'failed') {
      // No other attempt would change it.
      if (outcome.failure.kind !== 'no-connection') throw sshError(outcome, { action, ...limits });
      seen = outcome.failure.seen;
    }
    // An attempt that the deadline has cut has seen nothing: what the one before saw still holds.
    return { ready: false, seen };
  };
  await waitUntil({ action, timeoutMs, signal, retryMs: options.retryMs ?? defaultRetryMs, look });
}
