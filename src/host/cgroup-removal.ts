import { existsSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, systemErrorCode } from '../base/errors.ts';
import { waitUntil } from '../base/waiting.ts';

/**
 * Removes cgroup directories that the jailer made and never removes. A directory whose last task has just died stays
 * busy for a moment (about 1 ms on v1, 8 ms on v2). Without any event on v1, it is tried again each millisecond.
 * @throws BenchError `CLEANUP_FAILED` naming the tasks that still hold it
 */
export async function removeCgroups(
  directories: readonly string[],
  options: { readonly timeoutMs: number },
): Promise<void> {
  for (const directory of directories) {
    try {
      await waitUntil({
        action: `remove the cgroup "${directory}"`,
        timeoutMs: options.timeoutMs,
        signal: new AbortController().signal,
        retryMs: 1,
        look: () =>
          tryRemove(directory) ? { ready: true, value: undefined } : { ready: false, seen: 'it is busy' },
      });
    } catch (thrown) {
      const tasks = readTasks(directory).join(' ');
      const text = `Cannot remove the cgroup "${directory}": it is held by the tasks ${tasks}`;
      throw new BenchError('CLEANUP_FAILED', text, { cause: thrown });
    }
  }
}

/** Kills every task of a cgroup: by `cgroup.kill` where the kernel has it (v2, 5.14), else one by one. */
export function killCgroup(directory: string): void {
  const killFile = join(directory, 'cgroup.kill');
  if (existsSync(killFile)) {
    writeFileSync(killFile, '1');
    return;
  }
  for (const pid of readTasks(directory)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (thrown) {
      if (systemErrorCode(thrown) !== 'ESRCH') throw thrown;
    }
  }
}

function tryRemove(directory: string): boolean {
  try {
    rmdirSync(directory);
    return true;
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return true;
    if (systemErrorCode(thrown) === 'EBUSY') return false;
    throw thrown;
  }
}

function readTasks(directory: string): readonly number[] {
  try {
    const text = readFileSync(join(directory, 'cgroup.procs'), 'utf8');
    return text.split('\n').filter(Boolean).map(Number);
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}
