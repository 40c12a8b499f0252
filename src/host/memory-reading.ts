import { BenchError } from '../base/errors.ts';
import { optional } from '../base/optional.ts';
import type { CgroupMemory, GuestMemory, MemoryReading } from '../model/observations.ts';
import { findGuestMemory, partitionMappings } from './guest-memory.ts';
import { readMemoryCgroup } from './memory-cgroup.ts';
import { parsePageTablesKib, parseSmaps, sumUse, type Mapping } from './memory-map.ts';
import { readProcFile } from './proc-file.ts';

/**
 * Reads the memory of a VMM whose guest's memory is mapped: after InstanceStart or a snapshot's load. The kernel walks the
 * page tables of all that is resident under the process's mmap lock, about 15 µs a MiB: never within a timed span.
 * @param guest how much the guest has, or where it is
 * @throws BenchError `SAMPLE_INVALID`, also when the process is gone or the guest's memory cannot be told
 */
export function readMemory(pid: number, guest: { readonly memMib: number } | GuestMemory): MemoryReading {
  const cgroup = readMemoryCgroup(pid);
  const files = { smaps: readOf(pid, 'smaps'), status: readOf(pid, 'status') };
  return parseMemory(guest, { ...files, ...optional('cgroup', cgroup) });
}

export interface RawMemory {
  readonly smaps: string;
  readonly status: string;
  /** Read at the same moment. */
  readonly cgroup?: CgroupMemory;
}

/**
 * The same of what was read earlier.
 * @throws BenchError as `readMemory` does
 */
export function parseMemory(
  guest: { readonly memMib: number } | GuestMemory,
  { smaps, status, cgroup }: RawMemory,
): MemoryReading {
  const mappings = parseSmaps(smaps);
  const memory = 'memMib' in guest ? findGuestMemory(mappings, guest.memMib) : guest;
  const parts = partitionMappings(mappings, memory);
  return {
    guestFoundBy: memory.source,
    guest: sumUse(parts.guest),
    vmm: sumUse(parts.vmm),
    pageTablesKib: parsePageTablesKib(status),
    ...(cgroup === undefined ? {} : { cgroup }),
  };
}

/** @throws BenchError `SAMPLE_INVALID` when the process is gone */
export function readMappings(pid: number): readonly Mapping[] {
  return parseSmaps(readOf(pid, 'smaps'));
}

// A zombie has files without content: its address space went first.
function readOf(pid: number, file: 'smaps' | 'status'): string {
  const text = readProcFile(`/proc/${pid}/${file}`);
  if (text !== undefined && text !== '') return text;
  throw new BenchError('SAMPLE_INVALID', `Cannot read the memory of process ${pid}: it has ended`);
}
