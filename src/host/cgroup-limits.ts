import { join } from 'node:path';
import { openHostFiles, type HostFiles } from './host-files.ts';

/** `memory`: the kernel has killed a task for it. `tasks`: a process or thread could not be made. */
export type HitLimit = 'memory' | 'tasks';

/** Counters that leave 0 when a limit acts (Linux, Documentation/admin-guide/cgroup-v1/memory.rst, cgroup-v2.rst). */
const counters: readonly (readonly [file: string, key: string, limit: HitLimit])[] = [
  ['memory.oom_control', 'oom_kill', 'memory'],
  ['memory.events', 'oom_kill', 'memory'],
  ['pids.events', 'max', 'tasks'],
];

/** The first limit that the tasks of these cgroups have run into, if any; the cgroups must still be there. */
export function findHitLimit(
  directories: readonly string[],
  files: HostFiles = openHostFiles(),
): HitLimit | undefined {
  for (const [file, key, limit] of counters) {
    const isHit = directories.some((directory) => {
      const text = files.text(join(directory, file)) ?? '';
      return Number(new RegExp(`^${key} (\\d+)$`, 'm').exec(text)?.[1] ?? 0) > 0;
    });
    if (isHit) return limit;
  }
  return undefined;
}
