/**
 * The one clock of the project: CLOCK_MONOTONIC through `process.hrtime.bigint()` (libuv's `uv_hrtime`), which is
 * also the clock of the kernel's `trace_clock=mono` and of Firecracker's own deltas. A bigint, since a number
 * of nanoseconds loses whole units after 104 days of uptime.
 */
export type MonotonicNs = bigint;

export function monotonicNs(): MonotonicNs {
  return process.hrtime.bigint();
}

/** A span in integer nanoseconds; spans fit a number for 104 days. */
export function spanNs(from: MonotonicNs, to: MonotonicNs): number {
  return Number(to - from);
}

/** Wall clock and monotonic clock read together: maps time stamps of log lines onto the one clock. */
export interface ClockPair {
  readonly monotonicNs: MonotonicNs;
  /** Nanoseconds since 1970-01-01 UTC, of millisecond grain or better. */
  readonly wallNs: bigint;
}

export function readClockPair(): ClockPair {
  const wallNs = BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n;
  return { monotonicNs: monotonicNs(), wallNs };
}
