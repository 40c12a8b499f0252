import { createRequire } from 'node:module';
import type * as Koffi from 'koffi';
import { cpuNumberLimit } from './cpu-list.ts';

/** A call's end as a value; `errno` has the numbers of errno(3). */
export type CallResult = { readonly ok: true } | { readonly ok: false; readonly errno: number };

/** What waitpid(2) with WNOHANG said; `status` is the wait status. `none` without errno: the child lives. */
export type ReapResult =
  | { readonly kind: 'reaped'; readonly pid: number; readonly status: number }
  | { readonly kind: 'none'; readonly errno?: number };

/** How many of a file's pages are in the page cache. */
export type ResidencyResult =
  | { readonly ok: true; readonly pages: number; readonly resident: number }
  | { readonly ok: false; readonly errno: number };

/** A program to be started in a session of its own, with an empty environment and all signals as they are by default. */
export interface SessionProgram {
  /** Looked for in PATH unless it has a slash. */
  readonly file: string;
  readonly args: readonly string[];
  /** A descriptor; /dev/null without it. */
  readonly stdin?: number;
  /** A descriptor for both output streams. */
  readonly output: number;
}

export type SpawnResult =
  { readonly ok: true; readonly pid: number } | { readonly ok: false; readonly errno: number };

/** The few calls of the C library that Node lacks. */
export interface Libc {
  readonly schedSetaffinity: (tid: number, cpus: readonly number[]) => CallResult;
  /** Makes this process the parent of orphaned descendants (prctl(2), PR_SET_CHILD_SUBREAPER). */
  readonly setChildSubreaper: () => boolean;
  /** Frees a zombie child. Never pass a child that Node itself has spawned: libuv waits for those. */
  readonly reap: (pid: number) => ReapResult;
  /**
   * posix_spawnp(3): the child shares this process's memory until its exec, where Node's own spawn forks and copies page tables: 5 ms
   * of a process with 100 MiB, against 0.3 (seen). libuv does not know the child: its end is told by an `ExitWatch`.
   */
  readonly spawnSession: (program: SessionProgram) => SpawnResult;
  /** Advises the kernel to drop the clean pages of a whole file (posix_fadvise(2), POSIX_FADV_DONTNEED). */
  readonly dropFromPageCache: (descriptor: number) => CallResult;
  /** Maps the file, without touching it, and asks mincore(2), which tells root and the file's owner only. */
  readonly countResidentPages: (descriptor: number, sizeBytes: number) => ResidencyResult;
}

const prSetChildSubreaper = 36; // linux/prctl.h
const wnohang = 1; // bits/waitflags.h
const posixFadvDontneed = 4; // linux/fadvise.h; another number on s390, which has no Firecracker
const protRead = 1; // bits/mman-linux.h
const mapShared = 1;
const scPagesize = 30; // bits/confname.h of glibc and musl

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
    spawnSession: declareSpawn(libc),
    ...declarePageCache(koffi, libc),
  };
}

/** What the C libraries need for a posix_spawnattr_t (336 bytes), the largest of its three structures, and more. */
const structureBytes = 512;
const spawnSetSigdef = 0x04; // spawn.h
const spawnSetSigmask = 0x08;
const spawnSetSid = 0x80;

type SpawnCall = (
  pid: [number],
  file: string,
  ...rest: readonly [Buffer, Buffer, readonly (string | null)[], readonly null[]]
) => number;

function declareSpawn(libc: Koffi.LibraryHandle): Libc['spawnSession'] {
  const spawnp: SpawnCall = libc.func(
    'int posix_spawnp(_Out_ int *pid, const char *file, const void *actions, const void *attributes, const char **argv, const char **envp)',
  );
  const onActions = (
    name: string,
    more = '',
  ): ((actions: Buffer, ...rest: readonly (number | string)[]) => number) =>
    libc.func(`int posix_spawn_file_actions_${name}(void *actions${more})`);
  const [initActions, destroyActions] = [onActions('init'), onActions('destroy')];
  const addDup2 = onActions('adddup2', ', int fd, int newfd');
  const addOpen = onActions('addopen', ', int fd, const char *path, int flags, uint mode');
  const attributes = sessionAttributes(libc);
  return ({ file, args, stdin, output }): SpawnResult => {
    const actions = Buffer.alloc(structureBytes);
    initActions(actions);
    if (stdin === undefined) addOpen(actions, 0, '/dev/null', 0, 0);
    else addDup2(actions, stdin, 0);
    for (const stream of [1, 2]) addDup2(actions, output, stream);
    const pid: [number] = [0];
    const errno = spawnp(pid, file, actions, attributes, [file, ...args, null], [null]);
    destroyActions(actions);
    return errno === 0 ? { ok: true, pid: pid[0] } : { ok: false, errno };
  };
}

/** A session of its own; no signal blocked or ignored, where Node ignores SIGPIPE. Made once and kept. */
function sessionAttributes(libc: Koffi.LibraryHandle): Buffer {
  const onSet = (name: string): ((set: Buffer) => number) => libc.func(`int ${name}(void *set)`);
  const [none, all] = [Buffer.alloc(structureBytes), Buffer.alloc(structureBytes)];
  onSet('sigemptyset')(none);
  onSet('sigfillset')(all);
  const attributes = Buffer.alloc(structureBytes);
  const on = (name: string, type: string): ((attributes: Buffer, value: number | Buffer) => number) =>
    libc.func(`int posix_spawnattr_${name}(void *attributes, ${type} value)`);
  const init: (attributes: Buffer) => number = libc.func('int posix_spawnattr_init(void *attributes)');
  init(attributes);
  on('setflags', 'short')(attributes, spawnSetSigdef | spawnSetSigmask | spawnSetSid);
  on('setsigmask', 'const void *')(attributes, none);
  on('setsigdefault', 'const void *')(attributes, all);
  return attributes;
}

function declarePageCache(
  koffi: typeof Koffi,
  libc: Koffi.LibraryHandle,
): Pick<Libc, 'dropFromPageCache' | 'countResidentPages'> {
  const fadvise: (...args: readonly number[]) => number = libc.func(
    'int posix_fadvise(int fd, int64_t offset, int64_t length, int advice)',
  );
  // Addresses go as numbers: MAP_FAILED is -1, and all others are below 2^53.
  const mmap: (...args: readonly number[]) => number = libc.func(
    'intptr_t mmap(intptr_t address, size_t length, int protection, int flags, int fd, int64_t offset)',
  );
  const munmap: (address: number, length: number) => number = libc.func(
    'int munmap(intptr_t address, size_t length)',
  );
  const mincore: (address: number, length: number, pages: Buffer) => number = libc.func(
    'int mincore(intptr_t address, size_t length, _Out_ uint8_t *pages)',
  );
  const sysconf: (name: number) => number = libc.func('long sysconf(int name)');
  return {
    dropFromPageCache(descriptor): CallResult {
      const errno = fadvise(descriptor, 0, 0, posixFadvDontneed); // it returns the error and leaves errno alone
      return errno === 0 ? { ok: true } : { ok: false, errno };
    },
    countResidentPages(descriptor, sizeBytes): ResidencyResult {
      if (sizeBytes === 0) return { ok: true, pages: 0, resident: 0 };
      const address = mmap(0, sizeBytes, protRead, mapShared, descriptor, 0);
      if (address === -1) return { ok: false, errno: koffi.errno() };
      try {
        const pages = Buffer.alloc(Math.ceil(sizeBytes / sysconf(scPagesize)));
        if (mincore(address, sizeBytes, pages) !== 0) return { ok: false, errno: koffi.errno() };
        // The lowest bit alone has a meaning.
        return { ok: true, pages: pages.length, resident: pages.reduce((sum, page) => sum + (page & 1), 0) };
      } finally {
        munmap(address, sizeBytes);
      }
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
