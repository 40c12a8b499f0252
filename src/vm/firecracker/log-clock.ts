import type { ClockPair, MonotonicNs } from '../../base/clock.ts';

const quarterHourNs = 15n * 60n * 1_000_000_000n;

/**
 * Maps a log stamp onto the monotonic clock. The stamp is local time of an unnamed zone, but every zone's offset is a
 * whole number of quarter hours (IANA tz database, since 1972), and a stamp is always less than a few minutes away
 * from `pair`: so the offset is the difference, rounded.
 */
export function logStampToMonotonic(localNs: bigint, pair: ClockPair): MonotonicNs {
  const differenceNs = localNs - pair.wallNs;
  return pair.monotonicNs + differenceNs - roundTo(differenceNs, quarterHourNs);
}

function roundTo(value: bigint, step: bigint): bigint {
  const half = step / 2n;
  const shifted = value >= 0n ? value + half : value - half;
  return (shifted / step) * step;
}
