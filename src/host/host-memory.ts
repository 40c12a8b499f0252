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
  return { totalKib: fieldKib('MemTotal'), availableKib: fieldKib('MemAvailable') };
}

/** A field of `/proc/meminfo`, whose "kB" are KiB (proc_meminfo(5)). */
export function parseKib(meminfo: string, name: string): number | undefined {
  const value = /^(\d+) kB$/.exec(colonField(meminfo, name) ?? '')?.[1];
  return value === undefined ? undefined : Number(value);
}
