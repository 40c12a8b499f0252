import { dirname, join } from 'node:path';
import { findCgroupMode } from './cgroup-mode.ts';
import { parseCpuList } from './cpu-list.ts';
import { openHostFiles, type HostFiles } from './host-files.ts';

/**
 * The CPUs that this process's cpuset lets it be moved to, or undefined when no cpuset is found: any online CPU then.
 * With `isolcpus=` these are more than its affinity: isolated CPUs are left out of that at boot, but may be asked for.
 */
export function readPermittedCpus(files: HostFiles = openHostFiles()): readonly number[] | undefined {
  const mode = findCgroupMode(files);
  if (mode.kind === 'none') return undefined;
  const name = mode.kind === 'v1' ? 'cpuset.effective_cpus' : 'cpuset.cpus.effective';
  // Below v2 cgroups that have no cpuset of their own, and in containers that see only a part of the tree, the
  // nearest ancestor that has the file decides.
  for (let cgroup = readOwnCgroup(files); ; cgroup = dirname(cgroup)) {
    const list = files.text(join(mode.mount, cgroup, name));
    if (list !== undefined && list !== '') return parseCpuList(list);
    if (cgroup === '/') return undefined;
  }
}

function readOwnCgroup(files: HostFiles): string {
  return join('/', files.text('/proc/self/cpuset') ?? '');
}
