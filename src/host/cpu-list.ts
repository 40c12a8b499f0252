import { BenchError } from '../base/errors.ts';
import { openHostFiles, type HostFiles } from './host-files.ts';
import { colonField, readProcFile } from './proc-file.ts';

/** CPU numbers are below this: CONFIG_NR_CPUS of the largest x86 kernel (MAXSMP). */
export const cpuNumberLimit = 8192;

/**
 * CPU (or memory node) numbers in the kernel's list format, "0-3,5", sorted and each once.
 * @throws BenchError `USAGE`, for an empty list too
 */
export function parseCpuList(text: string): readonly number[] {
  const cpus = new Set<number>();
  for (const part of text.trim().split(',')) {
    const { first, last } = parseRange(part, text);
    for (let cpu = first; cpu <= last; cpu += 1) cpus.add(cpu);
  }
  return sorted(cpus);
}

function parseRange(part: string, list: string): { readonly first: number; readonly last: number } {
  const match = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  if (match !== null && first <= last && last < cpuNumberLimit) return { first, last };
  const text = `Cannot read the CPU list "${list}": "${part}" is not a CPU number or a range`;
  throw new BenchError('USAGE', text, { hint: 'Write numbers and ascending ranges like "0-3,5"' });
}

/** The kernel's list format: sorted, neighbours joined, "0-3,5". No CPU gives "". */
export function formatCpuList(cpus: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const cpu of sorted(new Set(cpus))) {
    const range = ranges.at(-1);
    if (range?.last === cpu - 1) range.last = cpu;
    else ranges.push({ first: cpu, last: cpu });
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

/** Whether both hold the same CPUs, in whatever order. */
export function isSameCpus(some: readonly number[], others: readonly number[]): boolean {
  return formatCpuList(some) === formatCpuList(others);
}

/** @throws BenchError `FACILITY_MISSING` when sysfs is not mounted */
export function readOnlineCpus(files: HostFiles = openHostFiles()): readonly number[] {
  const path = '/sys/devices/system/cpu/online';
  const text = files.text(path);
  if (text !== undefined) return parseCpuList(text);
  throw new BenchError('FACILITY_MISSING', `Cannot tell which CPUs are online: "${path}" is not readable`, {
    hint: 'Mount sysfs at /sys',
  });
}

/**
 * The affinity of a process's main thread (`Cpus_allowed_list`). With `isolcpus=` it lacks CPUs that the process may
 * still be moved to; see `readPermittedCpus`.
 * @throws BenchError `FACILITY_MISSING` when there is no such process
 */
export function readAllowedCpus(pid: number | 'self'): readonly number[] {
  const path = `/proc/${pid}/status`;
  const list = colonField(readProcFile(path) ?? '', 'Cpus_allowed_list');
  if (list !== undefined) return parseCpuList(list);
  throw new BenchError('FACILITY_MISSING', `Cannot tell on which CPUs process ${pid} may run: no "${path}"`);
}

function sorted(cpus: ReadonlySet<number>): readonly number[] {
  return [...cpus].sort((a, b) => a - b);
}
