import { BenchError } from '../base/errors.ts';
import type { Collector, Observation } from '../model/definition.ts';
import type { MetricDefinition, Samples } from '../model/metric.ts';
import type { ThreadSeries, ThreadTrack } from '../model/observations.ts';
import type { AppliedPlacement } from '../model/placement.ts';

/** CPU time by role over the whole series, from the scheduler's nanoseconds (schedstat). */
export const threadCpu: Collector = {
  id: 'thread-cpu',
  metrics: [
    share('cpu.vmm', 'CPU time of the VMM thread in percent of one CPU'),
    share('cpu.api', 'CPU time of the API thread in percent of one CPU'),
    share('cpu.vcpu', 'CPU time of all vCPU threads together in percent of one CPU'),
    share('cpu.other', "CPU time of the process's helper threads in percent of one CPU"),
    share('cpu.vcpu_wait', 'time that vCPU threads were ready to run and had no CPU, in percent of the span'),
    {
      id: 'cpu.missed_ticks',
      unit: 'count',
      direction: 'neither',
      kind: 'count',
      description: 'looks at the threads that came due before the one before was done, and were left out',
    },
  ],
  collect(observation): Samples {
    const series = seriesOf(observation);
    const shares = threadShares(series, observation.placement);
    if (shares.length === 0) throw invalid('there are not two looks');
    const isVcpu = (role: string): boolean => role.startsWith('vcpu ');
    const waits = shares.filter(({ role }) => isVcpu(role)).map(({ waitPercent }) => waitPercent);
    return {
      'cpu.vmm': runPercentOf(shares, (role) => role === 'vmm'),
      'cpu.api': runPercentOf(shares, (role) => role === 'api'),
      'cpu.vcpu': runPercentOf(shares, isVcpu),
      'cpu.other': runPercentOf(shares, (role) => role === 'other'),
      'cpu.vcpu_wait': waits.reduce((sum, wait) => sum + wait, 0),
      'cpu.missed_ticks': series.missedTickCount,
    };
  },
};

/** The process as pidusage sees it: what users compare with `top`. */
export const processCpu: Collector = {
  id: 'process-cpu',
  metrics: [
    share('cpu.process_pidusage', 'mean of the CPU shares that pidusage told, each of a second or more'),
  ],
  collect({ processUsage }: Observation): Samples {
    const samples = processUsage?.samples ?? [];
    if (processUsage?.failure !== undefined) throw invalid(processUsage.failure);
    if (samples.length === 0) throw invalid('pidusage has told no share');
    const total = samples.reduce((sum, { cpuPercent }) => sum + cpuPercent, 0);
    return { 'cpu.process_pidusage': total / samples.length };
  },
};

function seriesOf({ threads }: Observation): ThreadSeries {
  if (threads === undefined) throw invalid('the benchmark has not sampled threads');
  if (threads.failure !== undefined) throw invalid(threads.failure);
  return threads;
}

function invalid(seen: string): BenchError {
  return new BenchError('SAMPLE_INVALID', `Cannot sample the CPU load: ${seen}`);
}

function share(id: string, description: string): MetricDefinition {
  return { id, unit: 'percent', direction: 'lower-is-better', kind: 'share', description };
}

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
function runPercentOf(shares: readonly ThreadShare[], isMeant: (role: string) => boolean): number {
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
