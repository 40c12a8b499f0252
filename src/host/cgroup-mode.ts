import { hostPath, type HostPath } from '../model/brands.ts';
import { parseCpuList } from './cpu-list.ts';
import { openHostFiles, type HostFiles } from './host-files.ts';
import { parseMountinfo, type Mount } from './mountinfo.ts';

/**
 * Where the jailer can confine a VM to CPUs. A controller belongs to one hierarchy at a time, so a host has the cpuset
 * in v1, in v2 or nowhere (Documentation/admin-guide/cgroup-v2.rst).
 */
export type CgroupMode =
  | {
      readonly kind: 'v1' | 'v2';
      readonly mount: HostPath;
      /** The memory nodes of the root cgroup, for `cpuset.mems`: v1 refuses tasks while that is empty. */
      readonly mems: readonly number[];
    }
  | { readonly kind: 'none' };

/** Finds the cpuset controller by the mounts; one that is mounted read-only, as in most containers, is none. */
export function findCgroupMode(files: HostFiles = openHostFiles()): CgroupMode {
  const mounts = parseMountinfo(files.text('/proc/self/mountinfo') ?? '');
  const writable = mounts.filter(({ options }) => options.includes('rw'));
  const v1 = writable.find(isCpusetV1);
  if (v1 !== undefined) return { kind: 'v1', mount: hostPath(v1.mountPoint), mems: readMems(v1, files) };
  const v2 = writable.find((mount) => isCpusetV2(mount, files));
  if (v2 !== undefined) return { kind: 'v2', mount: hostPath(v2.mountPoint), mems: readMems(v2, files) };
  return { kind: 'none' };
}

function isCpusetV1({ filesystem, superOptions }: Mount): boolean {
  return filesystem === 'cgroup' && superOptions.includes('cpuset');
}

function isCpusetV2({ filesystem, mountPoint }: Mount, files: HostFiles): boolean {
  if (filesystem !== 'cgroup2') return false;
  const controllers = files.text(`${mountPoint}/cgroup.controllers`) ?? '';
  return controllers.split(' ').includes('cpuset');
}

// v2 has the first in every cgroup, v1 the second; without NUMA there is the one node 0.
function readMems({ mountPoint }: Mount, files: HostFiles): readonly number[] {
  const paths = [
    `${mountPoint}/cpuset.mems.effective`,
    `${mountPoint}/cpuset.effective_mems`,
    `${mountPoint}/cpuset.mems`,
    '/sys/devices/system/node/has_memory',
  ];
  const list = paths.map((path) => files.text(path)).find((text) => text !== undefined && text !== '');
  return list === undefined ? [0] : parseCpuList(list);
}
