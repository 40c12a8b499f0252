/**
 * Every way in which the tool can fail on purpose, as a stable code. Codes are part of the public API:
 * scripts match on them, messages may be reworded.
 */
export type ErrorCode =
  | 'ABORTED'
  | 'BASELINE_NOT_FOUND'
  | 'CLEANUP_FAILED'
  | 'COMMAND_FAILED'
  | 'CONFIG_INVALID'
  | 'CPU_UNAVAILABLE'
  | 'DEADLINE_EXCEEDED'
  | 'DEFINITION_FAILED'
  | 'DEFINITION_INVALID'
  | 'FACILITY_MISSING'
  | 'GUEST_REFUSED'
  | 'GUEST_UNREACHABLE'
  | 'ID_INVALID'
  | 'IMPORT_MALFORMED'
  | 'INSTALLATION_CHECKSUM'
  | 'INSTALLATION_MISMATCH'
  | 'INSTALLATION_MISSING'
  | 'JAIL_FAILED'
  | 'JAILER_FAILED'
  | 'LOCK_HELD'
  | 'NETWORK_FAILED'
  | 'PLACEMENT_NOT_APPLIED'
  | 'RESULTS_NOT_WRITABLE'
  | 'RUN_MALFORMED'
  | 'RUN_NOT_FOUND'
  | 'SAMPLE_INVALID'
  | 'SNAPSHOT_INVALID'
  | 'SPEC_INVALID'
  | 'SUBNET_UNAVAILABLE'
  | 'USAGE'
  | 'VMM_EXITED'
  | 'VM_API_REJECTED'
  | 'VM_API_UNREACHABLE';

export interface BenchErrorOptions {
  /** What the reader can do about it, as one imperative sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/**
 * The one error class of the project. Text: "Cannot <action> <object>: <what was seen>", no final period.
 * Subclasses exist only where a caller catches them by type.
 */
export class BenchError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: BenchErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'BenchError';
    this.code = code;
    this.hint = options.hint;
  }
}

/** The message of anything thrown. */
export function errorMessage(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The `code` of a Node system error (`ENOENT`, `EXDEV` …), or undefined. */
export function systemErrorCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}

/**
 * Both failures in one throw, as `await using` would throw them: the first one stays the reason.
 * See `unwrapSuppressed`.
 */
export function withLaterFailure(first: unknown, later: unknown): Error {
  const text = `${errorMessage(first)}; and afterwards: ${errorMessage(later)}`;
  return Object.assign(new Error(text), { name: 'SuppressedError', suppressed: first, error: later });
}

/**
 * The failure of the body when body and clean-up both failed. A compiled `await using` throws a SuppressedError
 * whose `suppressed` is the body's failure and `error` the clean-up's; the class is not a global on Node 20,
 * so it is told by its name. The body's failure is the one to report.
 */
export function unwrapSuppressed(thrown: unknown): {
  readonly first: unknown;
  readonly later: readonly unknown[];
} {
  const later: unknown[] = [];
  let first = thrown;
  while (first instanceof Error && first.name === 'SuppressedError' && 'suppressed' in first) {
    later.unshift('error' in first ? first.error : undefined);
    first = first.suppressed;
  }
  return { first, later };
}
