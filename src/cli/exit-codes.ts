import { BenchError, type ErrorCode } from '../base/errors.ts';

/**
 * The exit status of each way to fail: 13 no baseline to compare with, 64 usage, 65 malformed input, 69 missing facility, 75 lock not obtained,
 * 78 bad configuration (names of sysexits.h), else 1. Never 2: make, shells and argument parsers all produce it.
 */
export const exitCodeOfError: Readonly<Record<ErrorCode, number>> = {
  ABORTED: 1,
  BASELINE_NOT_FOUND: 13,
  CLEANUP_FAILED: 1,
  COMMAND_FAILED: 1,
  CONFIG_INVALID: 78,
  CPU_UNAVAILABLE: 69,
  DEADLINE_EXCEEDED: 1,
  DEFINITION_FAILED: 78,
  DEFINITION_INVALID: 78,
  FACILITY_MISSING: 69,
  GUEST_REFUSED: 1,
  GUEST_UNREACHABLE: 1,
  ID_INVALID: 78,
  IMPORT_MALFORMED: 65,
  INSTALLATION_CHECKSUM: 69,
  INSTALLATION_MISMATCH: 69,
  INSTALLATION_MISSING: 69,
  JAIL_FAILED: 1,
  JAILER_FAILED: 1,
  LOCK_HELD: 75,
  NETWORK_FAILED: 1,
  PLACEMENT_NOT_APPLIED: 1,
  RESULTS_NOT_WRITABLE: 69,
  RUN_MALFORMED: 65,
  RUN_NOT_FOUND: 65,
  SAMPLE_INVALID: 1,
  SNAPSHOT_INVALID: 78,
  SPEC_INVALID: 78,
  SUBNET_UNAVAILABLE: 69,
  USAGE: 64,
  VMM_EXITED: 1,
  VM_API_REJECTED: 1,
  VM_API_UNREACHABLE: 1,
};

/** The exit status for anything thrown, already unwrapped; what is no BenchError is an internal error. */
export function exitCodeOf(thrown: unknown): number {
  return thrown instanceof BenchError ? exitCodeOfError[thrown.code] : 1;
}
