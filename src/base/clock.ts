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

/** Wall clock and monotonic clock at one moment: maps time stamps of log lines onto the one clock. */
export interface ClockPair {
  readonly monotonicNs: MonotonicNs;
  /** Nanoseconds since 1970-01-01 UTC. */
  readonly wallNs: bigint;
}

/** Tells both clocks together, to some microseconds. */
export interface ClockPairing {
  readonly read: () => ClockPair;
}

const millisecondNs = 1_000_000n;
/** A wall clock that is slewed (adjtimex(2)) may drift this far before the pairing is made anew. */
const toleranceNs = 100_000n;

/** What the pairing reads: `Date.now` and `monotonicNs`. */
export interface Clocks {
  readonly wallMs: () => number;
  readonly monotonicNs: () => MonotonicNs;
}

const systemClocks: Clocks = { wallMs: () => Date.now(), monotonicNs };

/**
 * JavaScript's wall clock has a grain of a millisecond, but the moment at which it ticks is sharp: waiting for it once, up to
 * 1 ms, pairs the clocks. Each reading checks that the wall clock still agrees, and pairs them anew when it was set.
 */
export function openClockPairing(clocks: Clocks = systemClocks): ClockPairing {
  let offsetNs = measureOffsetNs(clocks);
  return {
    read(): ClockPair {
      const now = clocks.monotonicNs();
      const shownNs = BigInt(clocks.wallMs()) * millisecondNs;
      const aheadNs = now + offsetNs - shownNs;
      if (aheadNs < -toleranceNs || aheadNs > millisecondNs + toleranceNs) offsetNs = measureOffsetNs(clocks);
      return { monotonicNs: now, wallNs: now + offsetNs };
    },
  };
}

/** A tick seen within this is sharp enough. Being taken off the CPU between the looks makes it wider. */
const sharpNs = 10_000n;
const mostTicks = 20;

function measureOffsetNs(clocks: Clocks): bigint {
  let best = waitForTick(clocks);
  for (let ticks = 1; ticks < mostTicks && best.widthNs > sharpNs; ticks += 1) {
    const next = waitForTick(clocks);
    if (next.widthNs < best.widthNs) best = next;
  }
  return best.offsetNs;
}

interface Tick {
  readonly offsetNs: bigint;
  /** The tick lies this far before the reading of the monotonic clock at most. */
  readonly widthNs: bigint;
}

function waitForTick(clocks: Clocks): Tick {
  const before = clocks.wallMs();
  let notYetAt = clocks.monotonicNs();
  for (;;) {
    const askedAt = clocks.monotonicNs();
    const shownMs = clocks.wallMs();
    if (shownMs !== before) {
      const answeredAt = clocks.monotonicNs();
      return { offsetNs: BigInt(shownMs) * millisecondNs - answeredAt, widthNs: answeredAt - notYetAt };
    }
    notYetAt = askedAt;
  }
}
