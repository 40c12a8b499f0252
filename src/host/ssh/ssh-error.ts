import { BenchError, type ErrorCode } from '../../base/errors.ts';
import type { SshLimits } from '../../model/ssh.ts';
import type { SshOutcome } from './ssh-attempt.ts';
import { hintFor, type SshFailureKind } from './ssh-failure.ts';

/** What was tried. */
export interface SshDeed extends SshLimits {
  /** Object of the sentence "Cannot …". */
  readonly action: string;
}

const codes: Readonly<Record<SshFailureKind, ErrorCode>> = {
  'host-key': 'GUEST_REFUSED',
  'key-refused': 'GUEST_REFUSED',
  'no-tool': 'FACILITY_MISSING',
  'no-namespace': 'NETWORK_FAILED',
  'copy-failed': 'COMMAND_FAILED',
  'too-much-output': 'COMMAND_FAILED',
  'no-connection': 'GUEST_UNREACHABLE',
};

/** The error of a call that brought no result. */
export function sshError(
  outcome: Exclude<SshOutcome, { readonly kind: 'ended' }>,
  { action, timeoutMs, signal }: SshDeed,
): BenchError {
  switch (outcome.kind) {
    case 'aborted':
      return new BenchError('ABORTED', `Cannot ${action}: the run was interrupted`, { cause: signal.reason });
    case 'timed-out':
      return new BenchError('DEADLINE_EXCEEDED', `Cannot ${action}: it has not ended after ${timeoutMs} ms`);
    case 'failed': {
      const { kind, seen } = outcome.failure;
      return new BenchError(codes[kind], `Cannot ${action}: ${seen}`, { hint: hintFor(kind) });
    }
  }
}
