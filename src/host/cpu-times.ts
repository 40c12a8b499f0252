import { monotonicNs } from '../base/clock.ts';
import type { CpuTimes } from '../model/observations.ts';
import { listKvmKernelThreads } from './kvm-kernel-threads.ts';
import { readThreads } from './threads.ts';

/**
 * Reads the CPU time of a process's threads and of KVM's kernel threads, about 50 µs a thread and 10 µs a process of the host.
 * @throws BenchError `FACILITY_MISSING` when the kernel keeps no schedstat
 */
export function readCpuTimes(pid: number): CpuTimes {
  const threads = readThreads(pid).map(({ tid, comm, runNs }) => ({ tid, comm, runNs }));
  return { at: monotonicNs(), threads, kernelThreads: listKvmKernelThreads() };
}
