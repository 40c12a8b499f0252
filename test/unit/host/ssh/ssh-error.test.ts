import { describe, expect, it } from 'vitest';
import { sshError } from '../../../../src/host/ssh/ssh-error.ts';
import type { SshFailureKind } from '../../../../src/host/ssh/ssh-failure.ts';

const deed = { action: 'log in', timeoutMs: 100, signal: new AbortController().signal };

describe('sshError()', () => {
  it.each<[SshFailureKind, string]>([
    ['no-connection', 'GUEST_UNREACHABLE'],
    ['host-key', 'GUEST_REFUSED'],
    ['key-refused', 'GUEST_REFUSED'],
    ['no-namespace', 'NETWORK_FAILED'],
    ['no-tool', 'FACILITY_MISSING'],
    ['copy-failed', 'COMMAND_FAILED'],
    ['too-much-output', 'COMMAND_FAILED'],
  ])('of %s is %s, with what was seen and what to do', (kind, code) => {
    const { code: told, message, hint } = sshError({ kind: 'failed', failure: { kind, seen: 'it' } }, deed);
    expect([told, message]).toEqual([code, 'Cannot log in: it']);
    expect(hint).toMatch(/\w/);
  });

  it('of a deadline and of an interruption says so', () => {
    expect(sshError({ kind: 'timed-out' }, deed)).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(sshError({ kind: 'aborted' }, deed)).toMatchObject({ code: 'ABORTED' });
  });
});
