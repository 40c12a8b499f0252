import { monotonicNs, spanNs, type MonotonicNs } from '../base/clock.ts';
import { BenchError } from '../base/errors.ts';
import { optional } from '../base/optional.ts';
import type { NoiseDifference } from '../model/noise.ts';
import { openHostFiles, type HostFiles } from './host-files.ts';
import { countOtherVms } from './other-vms.ts';

/** The host's counts at one moment since its start; what the kernel does not count is absent. */
export interface NoiseReading extends Omit<NoiseDifference, 'spanNs'> {
  readonly at: MonotonicNs;
}

/**
 * Reads what tells of other work on the host, in about 1 ms and 10 µs a process: before and after a timed span, never
 * within.
 * @param ownPids VMMs that are the trial's
 * @throws BenchError `SAMPLE_INVALID`
 */
export function readNoise(ownPids: readonly number[] = [], files: HostFiles = openHostFiles()): NoiseReading {
  const vmstat = files.text('/proc/vmstat') ?? '';
  return {
    at: monotonicNs(),
    stealUs: parseStealUs(files.text('/proc/stat') ?? ''),
    ...optional('cpuPressureUs', readPressure('cpu', files)),
    ...optional('memoryPressureUs', readPressure('memory', files)),
    ...optional('ioPressureUs', readPressure('io', files)),
    majorFaults: vmstatField(vmstat, 'pgmajfault') ?? 0,
    swappedInPages: vmstatField(vmstat, 'pswpin') ?? 0,
    swappedOutPages: vmstatField(vmstat, 'pswpout') ?? 0,
    ...optional('ksmSharedPages', toNumber(files.text('/sys/kernel/mm/ksm/pages_sharing'))),
    otherVms: countOtherVms(ownPids, files),
  };
}

/** Reads now and once more at the end; all VMs that run at these two moments are others'. */
export function watchNoise(): () => NoiseDifference {
  const before = readNoise();
  return () => noiseBetween(before, readNoise());
}

/** What came between two readings. A count that only one of them has is absent. */
export function noiseBetween(before: NoiseReading, after: NoiseReading): NoiseDifference {
  const grown = (name: PressureName | 'ksmSharedPages'): number | undefined => {
    const [earlier, later] = [before[name], after[name]];
    return earlier === undefined || later === undefined ? undefined : later - earlier;
  };
  return {
    spanNs: spanNs(before.at, after.at),
    stealUs: after.stealUs - before.stealUs,
    ...optional('cpuPressureUs', grown('cpuPressureUs')),
    ...optional('memoryPressureUs', grown('memoryPressureUs')),
    ...optional('ioPressureUs', grown('ioPressureUs')),
    majorFaults: after.majorFaults - before.majorFaults,
    swappedInPages: after.swappedInPages - before.swappedInPages,
    swappedOutPages: after.swappedOutPages - before.swappedOutPages,
    ...optional('ksmSharedPages', grown('ksmSharedPages')),
    otherVms: Math.max(before.otherVms, after.otherVms),
  };
}

type PressureName = 'cpuPressureUs' | 'memoryPressureUs' | 'ioPressureUs';

/**
 * Steal time of all CPUs, the eighth number of the first line of `/proc/stat` (proc_stat(5)), in ticks of 10 ms.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function parseStealUs(text: string): number {
  const ticks = toNumber(/^cpu +(?:\d+ ){7}(\d+)/m.exec(text)?.[1]);
  if (ticks !== undefined) return ticks * 10_000;
  throw new BenchError('SAMPLE_INVALID', `Cannot read the steal time in "${text.slice(0, 80)}"`);
}

/** Microseconds in which at least one task waited (Documentation/accounting/psi.rst). */
export function parsePressureUs(text: string): number | undefined {
  return toNumber(/^some .*\btotal=(\d+)$/m.exec(text)?.[1]);
}

// Absent without CONFIG_PSI; unreadable when it is off at boot.
function readPressure(resource: 'cpu' | 'memory' | 'io', files: HostFiles): number | undefined {
  return parsePressureUs(files.text(`/proc/pressure/${resource}`) ?? '');
}

function vmstatField(text: string, name: 'pgmajfault' | 'pswpin' | 'pswpout'): number | undefined {
  return toNumber(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}

function toNumber(text: string | undefined): number | undefined {
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
}
