import type { AppliedPlacement } from '../model/placement.ts';
import type { ThreadSeries, ThreadTrack } from '../model/observations.ts';

/** A part of a series, from its start on; the samples next to its ends, within it, are taken. */
export interface Window {
  readonly fromNs: number;
  readonly toNs: number;
}

/** CPU and waiting time in percent of the window: 100 is one CPU. */
export interface Share {
  readonly runPercent: number;
  /** Ready to run and without a CPU. */
  readonly waitPercent: number;
}

export interface ThreadShare extends Share {
  readonly tid: number;
  readonly comm: string;
  /** As in the placement; `other` for a thread that was not there when threads were placed. */
  readonly role: string;
}

/**
 * Share of each thread. A thread that came within the window began at zero, even when it was found later; what one that
 * ended did after its last sample is lost. Two samples at least must lie in the window, else there is no share.
 */
export function threadShares(
  series: ThreadSeries,
  placement: Pick<AppliedPlacement, 'threads'>,
  window: Window = { fromNs: 0, toNs: Infinity },
): readonly ThreadShare[] {
  const stamps = series.threads
    .flatMap(({ samples }) => samples.map(({ atNs }) => atNs))
    .filter((atNs) => atNs >= window.fromNs && atNs <= window.toNs);
  const [beginNs, endNs] = [minOf(stamps), maxOf(stamps)];
  if (!(endNs > beginNs)) return [];
  const roles = new Map(placement.threads.map(({ tid, role }) => [tid, role]));
  return series.threads.map((track) => {
    const { runNs, waitNs } = grownWithin(track, { fromNs: beginNs, toNs: endNs });
    const percent = (ns: number): number => (100 * ns) / (endNs - beginNs);
    const { tid, comm } = track;
    const role = roles.get(tid) ?? 'other';
    return { tid, comm, role, runPercent: percent(runNs), waitPercent: percent(waitNs) };
  });
}

/** The run shares of all threads of the roles, added. */
export function runPercentOf(shares: readonly ThreadShare[], isMeant: (role: string) => boolean): number {
  return shares.filter(({ role }) => isMeant(role)).reduce((sum, { runPercent }) => sum + runPercent, 0);
}

function grownWithin(
  { samples }: ThreadTrack,
  { fromNs, toNs }: Window,
): { readonly runNs: number; readonly waitNs: number } {
  const last = samples.findLast(({ atNs }) => atNs <= toNs);
  const first = samples.find(({ atNs }) => atNs >= fromNs);
  if (last === undefined || first === undefined || last.atNs < first.atNs) return { runNs: 0, waitNs: 0 };
  const isBornWithin = first === samples[0] && first.atNs > fromNs;
  if (isBornWithin) return { runNs: last.runNs, waitNs: last.waitNs };
  return { runNs: last.runNs - first.runNs, waitNs: last.waitNs - first.waitNs };
}

// A spread would put thousands of arguments on the stack.
function minOf(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}

function maxOf(values: readonly number[]): number {
  return values.reduce((greatest, value) => Math.max(greatest, value), -Infinity);
}
