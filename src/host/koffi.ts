import { createRequire } from 'node:module';
import type * as Koffi from 'koffi';
import { cpuNumberLimit } from './cpu-list.ts';

/** A call's end as a value; `errno` has the numbers of errno(3). */
export type CallResult = { readonly ok: true } | { readonly ok: false; readonly errno: number };

/** What waitpid(2) with WNOHANG said; `status` is the wait status. `none` without errno: the child lives. */
export type ReapResult =
  | { readonly kind: 'reaped'; readonly pid: number; readonly status: number }
  | { readonly kind: 'none'; readonly errno?: number };

/** The few calls of the C library that Node lacks. */
export interface Libc {
  readonly schedSetaffinity: (tid: number, cpus: readonly number[]) => CallResult;
  /** Makes this process the parent of orphaned descendants (prctl(2), PR_SET_CHILD_SUBREAPER). */
  readonly setChildSubreaper: () => boolean;
  /** Frees a zombie child. Never pass a child that Node itself has spawned: libuv waits for those. */
  readonly reap: (pid: number) => ReapResult;
}

const prSetChildSubreaper = 36; // linux/prctl.h
const wnohang = 1; // bits/waitflags.h

/**
 * The C library through koffi, an optional dependency; undefined when koffi is absent, has no build for this platform,
 * or is switched off by MICROVM_BENCH_NO_FFI=1.
 */
export function loadLibc(environment: NodeJS.ProcessEnv = process.env): Libc | undefined {
  if (environment['MICROVM_BENCH_NO_FFI'] === '1') return undefined;
  try {
    const koffi: unknown = createRequire(import.meta.url)('koffi');
    return isKoffi(koffi) ? declareLibc(koffi) : undefined;
  } catch {
    // Not installed, or no prebuilt addon loads here: either way it is absent, and each result names what pinned.
    return undefined;
  }
}

function isKoffi(module: unknown): module is typeof Koffi {
  return typeof module === 'object' && module !== null && 'load' in module && 'errno' in module;
}

function declareLibc(koffi: typeof Koffi): Libc {
  const libc = koffi.load(null); // null: the symbols of this process
  const setaffinity: (tid: number, size: number, mask: Buffer) => number = libc.func(
    'int sched_setaffinity(int pid, size_t size, const uint8_t *mask)',
  );
  const prctl: (option: number, ...rest: readonly number[]) => number = libc.func(
    'int prctl(int option, ulong arg2, ulong arg3, ulong arg4, ulong arg5)',
  );
  const waitpid: (pid: number, status: [number], options: number) => number = libc.func(
    'int waitpid(int pid, _Out_ int *status, int options)',
  );
  return {
    schedSetaffinity(tid, cpus): CallResult {
      const mask = toCpuMask(cpus);
      return setaffinity(tid, mask.length, mask) === 0 ? { ok: true } : { ok: false, errno: koffi.errno() };
    },
    setChildSubreaper: () => prctl(prSetChildSubreaper, 1, 0, 0, 0) === 0,
    reap(pid): ReapResult {
      const status: [number] = [0];
      const reaped = waitpid(pid, status, wnohang);
      if (reaped > 0) return { kind: 'reaped', pid: reaped, status: status[0] };
      return reaped === 0 ? { kind: 'none' } : { kind: 'none', errno: koffi.errno() };
    },
  };
}

/**
 * A cpu_set_t for all numbers that a CPU can have. The kernel wants an array of unsigned longs and cuts what it has no
 * CPUs for; on the little-endian machines that KVM VMMs run on, that is one bit a CPU from the first byte on.
 */
function toCpuMask(cpus: readonly number[]): Buffer {
  const mask = Buffer.alloc(cpuNumberLimit / 8);
  for (const cpu of cpus) mask[cpu >> 3] = (mask[cpu >> 3] ?? 0) | (1 << (cpu & 7));
  return mask;
}
