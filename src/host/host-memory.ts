import { BenchError } from '../base/errors.ts';
import type { HostMemory } from '../model/observations.ts';
import { openHostFiles, type HostFiles } from './host-files.ts';
import { colonField } from './proc-file.ts';

/** @throws BenchError `SAMPLE_INVALID` */
export function readHostMemory(files: HostFiles = openHostFiles()): HostMemory {
  const meminfo = files.text('/proc/meminfo') ?? '';
  const fieldKib = (name: string): number => {
    const value = parseKib(meminfo, name);
    if (value !== undefined) return value;
    throw new BenchError('SAMPLE_INVALID', `Cannot read the host's memory: /proc/meminfo has no ${name}`);
  };
  const perCpuKib = parsePerCpuPages(files.text('/proc/zoneinfo') ?? '') * pageKib;
  return { totalKib: fieldKib('MemTotal'), availableKib: fieldKib('MemAvailable') + perCpuKib };
}

/** x86-64. */
const pageKib = 4;

/**
 * Free pages that each CPU keeps for itself, which MemAvailable leaves out: hundreds of MiB, which the end of one VM fills and
 * the start of the next empties (proc_zoneinfo(5), `count` of each `pagesets`).
 */
export function parsePerCpuPages(zoneinfo: string): number {
  const counts = [...zoneinfo.matchAll(/^ +count: +(\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

/** A field of `/proc/meminfo`, whose "kB" are KiB (proc_meminfo(5)). */
export function parseKib(meminfo: string, name: string): number | undefined {
  const value = /^(\d+) kB$/.exec(colonField(meminfo, name) ?? '')?.[1];
  return value === undefined ? undefined : Number(value);
}
