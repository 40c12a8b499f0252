import { join } from 'node:path';
import type { CgroupMemory } from '../model/observations.ts';
import { openHostFiles, type HostFiles } from './host-files.ts';
import { parseMountinfo } from './mountinfo.ts';

/**
 * What the memory cgroup of a process counts; undefined when the process has no memory cgroup to itself, since a count of
 * several processes is not this one's. The count is of all that is charged: pages in the page cache too, but only
 * those that this cgroup touched first.
 */
export function readMemoryCgroup(pid: number, files: HostFiles = openHostFiles()): CgroupMemory | undefined {
  const membership = files.text(`/proc/${pid}/cgroup`) ?? '';
  const place = findV1(membership, files) ?? findV2(membership, files);
  if (place === undefined) return undefined;
  if (files.text(join(place.directory, 'cgroup.procs')) !== String(pid)) return undefined;
  return place.version === 'v1' ? readV1(place.directory, files) : readV2(place.directory, files);
}

interface Place {
  readonly version: 'v1' | 'v2';
  readonly directory: string;
}

// Lines are "hierarchy:controllers:path"; that of v2 is "0::path" (cgroups(7)).
function findV1(membership: string, files: HostFiles): Place | undefined {
  const path = /^\d+:(?:[^:\n]*,)?memory(?:,[^:\n]*)?:(.*)$/m.exec(membership)?.[1];
  const mount = parseMountinfo(files.text('/proc/self/mountinfo') ?? '').find(
    ({ filesystem, superOptions }) => filesystem === 'cgroup' && superOptions.includes('memory'),
  );
  if (path === undefined || mount === undefined) return undefined;
  return { version: 'v1', directory: join(mount.mountPoint, path) };
}

function findV2(membership: string, files: HostFiles): Place | undefined {
  const path = /^0::(.*)$/m.exec(membership)?.[1];
  const mount = parseMountinfo(files.text('/proc/self/mountinfo') ?? '').find(
    ({ filesystem }) => filesystem === 'cgroup2',
  );
  if (path === undefined || mount === undefined) return undefined;
  return { version: 'v2', directory: join(mount.mountPoint, path) };
}

function readV1(directory: string, files: HostFiles): CgroupMemory | undefined {
  const charged = toKib(files.text(join(directory, 'memory.usage_in_bytes')));
  const kernel = toKib(files.text(join(directory, 'memory.kmem.usage_in_bytes')));
  if (charged === undefined) return undefined;
  return { version: 'v1', chargedKib: charged, ...(kernel === undefined ? {} : { kernelKib: kernel }) };
}

function readV2(directory: string, files: HostFiles): CgroupMemory | undefined {
  const charged = toKib(files.text(join(directory, 'memory.current')));
  if (charged === undefined) return undefined;
  const stat = files.text(join(directory, 'memory.stat')) ?? '';
  const slab = toKib(/^slab (\d+)$/m.exec(stat)?.[1]);
  const kernel = toKib(/^kernel (\d+)$/m.exec(stat)?.[1]); // since Linux 5.18
  return {
    version: 'v2',
    chargedKib: charged,
    ...(slab === undefined ? {} : { slabKib: slab }),
    ...(kernel === undefined ? {} : { kernelKib: kernel }),
  };
}

function toKib(bytes: string | undefined): number | undefined {
  return bytes === undefined || !/^\d+$/.test(bytes) ? undefined : Number(bytes) / 1024;
}
