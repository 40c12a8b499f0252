import { BenchError, errorMessage } from '../base/errors.ts';
import { formatCpuList } from './cpu-list.ts';
import { loadLibc, type Libc } from './koffi.ts';
import { runCommand } from './run-command.ts';

/** Sets the CPUs on which one thread may run. */
export interface AffinitySetter {
  /** Written into each result: the first takes microseconds a thread, the second milliseconds. */
  readonly name: 'sched_setaffinity' | 'taskset';
  /**
   * Resolves when the kernel has said yes, which proves little: of a set that is partly forbidden it takes the rest, and
   * a zombie takes any. Read `Cpus_allowed_list` back.
   * @throws BenchError `PLACEMENT_NOT_APPLIED`
   */
  readonly set: (tid: number, cpus: readonly number[]) => Promise<void>;
}

/** The fast way where koffi is there and not switched off in the environment, else taskset. */
export function openAffinitySetter(environment: NodeJS.ProcessEnv = process.env): AffinitySetter {
  const libc = loadLibc(environment);
  return libc === undefined ? createTasksetSetter() : createLibcSetter(libc);
}

function createLibcSetter(libc: Libc): AffinitySetter {
  return {
    name: 'sched_setaffinity',
    set(tid, cpus): Promise<void> {
      const result = libc.schedSetaffinity(tid, cpus);
      if (result.ok) return Promise.resolve();
      return Promise.reject(notSet({ tid, cpus }, describeErrno(result.errno)));
    },
  };
}

function createTasksetSetter(): AffinitySetter {
  return {
    name: 'taskset',
    async set(tid, cpus): Promise<void> {
      try {
        await runCommand('taskset', ['-pc', formatCpuList(cpus), String(tid)], { timeoutMs: 5000 });
      } catch (thrown) {
        throw notSet({ tid, cpus }, errorMessage(thrown), thrown);
      }
    },
  };
}

function notSet(
  asked: { readonly tid: number; readonly cpus: readonly number[] },
  seen: string,
  cause?: unknown,
): BenchError {
  const text = `Cannot let thread ${asked.tid} run on CPUs "${formatCpuList(asked.cpus)}": ${seen}`;
  return new BenchError('PLACEMENT_NOT_APPLIED', text, { cause });
}

function describeErrno(errno: number): string {
  switch (errno) {
    case 1:
      return 'not permitted (EPERM)';
    case 3:
      return 'there is no such thread (ESRCH)';
    case 22:
      return 'none of them exists or its cpuset forbids them (EINVAL)';
    default:
      return `errno ${errno}`;
  }
}
