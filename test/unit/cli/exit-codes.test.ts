import { describe, expect, it } from 'vitest';
import { BenchError } from '../../../src/base/errors.ts';
import { exitCodeOf, exitCodeOfError } from '../../../src/cli/exit-codes.ts';

describe('exitCodeOfError', () => {
  it('gives every error code its exit status', () => {
    const byStatus = new Map<number, string[]>();
    for (const [code, status] of Object.entries(exitCodeOfError)) {
      byStatus.set(status, [...(byStatus.get(status) ?? []), code].sort());
    }
    expect(Object.fromEntries(byStatus)).toEqual({
      1: [
        'ABORTED',
        'CLEANUP_FAILED',
        'COMMAND_FAILED',
        'DEADLINE_EXCEEDED',
        'GUEST_REFUSED',
        'GUEST_UNREACHABLE',
        'JAILER_FAILED',
        'JAIL_FAILED',
        'NETWORK_FAILED',
        'PLACEMENT_NOT_APPLIED',
        'SAMPLE_INVALID',
        'VMM_EXITED',
        'VM_API_REJECTED',
        'VM_API_UNREACHABLE',
      ],
      13: ['BASELINE_NOT_FOUND'],
      64: ['USAGE'],
      65: ['IMPORT_MALFORMED', 'RUN_MALFORMED', 'RUN_NOT_FOUND'],
      69: [
        'CPU_UNAVAILABLE',
        'FACILITY_MISSING',
        'INSTALLATION_CHECKSUM',
        'INSTALLATION_MISMATCH',
        'INSTALLATION_MISSING',
        'RESULTS_NOT_WRITABLE',
        'SUBNET_UNAVAILABLE',
      ],
      75: ['LOCK_HELD'],
      78: [
        'CONFIG_INVALID',
        'DEFINITION_FAILED',
        'DEFINITION_INVALID',
        'ID_INVALID',
        'SNAPSHOT_INVALID',
        'SPEC_INVALID',
      ],
    });
  });
});

describe('exitCodeOf()', () => {
  it('is 1 for what is no error of ours', () => {
    expect(exitCodeOf(new TypeError('x is not a function'))).toBe(1);
    expect(exitCodeOf('a string')).toBe(1);
    expect(exitCodeOf(new BenchError('LOCK_HELD', 'Cannot lock the host: it is held'))).toBe(75);
  });
});
