import { waitUntil, type Look } from '../../base/waiting.ts';
import type { RunLimits } from './run-to-end.ts';
import { attemptSsh } from './ssh-attempt.ts';
import { sshError } from './ssh-client.ts';
import type { SshFailureKind } from './ssh-failure.ts';
import { checkSshTarget, type SshTarget } from './ssh-target.ts';

export interface WaitForSshOptions extends RunLimits {
  /** From the end of one attempt to the next; 100 by default. Each costs the host some 10 ms of CPU. */
  readonly retryMs?: number;
}

const defaultRetryMs = 100;

/**
 * Logs in until it works. Not an instrument: an attempt that is under way while the guest comes up may be answered only
 * when TCP sends again, a second later.
 * @throws BenchError `DEADLINE_EXCEEDED` with the last thing seen; `ABORTED`; at once `COMMAND_FAILED` when guest or key
 * is refused, or `FACILITY_MISSING`, which no other attempt would change
 */
export async function waitForSsh(target: SshTarget, options: WaitForSshOptions): Promise<void> {
  checkSshTarget(target);
  const { timeoutMs, signal } = options;
  const action = `log in to ${target.user}@${target.host} port ${target.port}`;
  const deadline = performance.now() + timeoutMs;
  let seen = 'no answer';
  const look = async (): Promise<Look<undefined>> => {
    const limits = { timeoutMs: deadline - performance.now(), signal };
    const outcome = await attemptSsh(target, ['true'], limits);
    if (outcome.kind === 'ended') return { ready: true, value: undefined };
    if (outcome.kind === 'failed') {
      if (isFinal(outcome.failure.kind)) throw sshError(outcome, { action, ...limits });
      seen = outcome.failure.seen;
    }
    // An attempt that the deadline has cut has seen nothing: what the one before saw still holds.
    return { ready: false, seen };
  };
  await waitUntil({ action, timeoutMs, signal, retryMs: options.retryMs ?? defaultRetryMs, look });
}

function isFinal(kind: SshFailureKind): boolean {
  return kind !== 'no-connection';
}
