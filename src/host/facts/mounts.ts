import type { HostFacts } from '../../model/host-facts.ts';
import { findCgroupMode } from '../cgroup-mode.ts';
import type { HostFiles } from '../host-files.ts';
import { mountOf, parseMountinfo, type Mount } from '../mountinfo.ts';

type MountFacts = Pick<HostFacts['settings'], 'cgroup' | 'jailFilesystem'>;

/** What follows from the mounts: the kind of cgroups, and the filesystem that jails are copied to. */
export function readMountFacts(files: HostFiles, jailBaseDir: string): MountFacts {
  const mounts = parseMountinfo(files.text('/proc/self/mountinfo') ?? '');
  return {
    cgroup: describeCgroups(mounts, files),
    jailFilesystem: mountOf(files.resolve(jailBaseDir), mounts)?.filesystem ?? 'unknown',
  };
}

/**
 * "v2, cpuset in v2, favordynmods". The last is there since it decides whether moving a task between cgroups, which
 * making a VM does, waits for a grace period (Firecracker's production host document).
 */
function describeCgroups(mounts: readonly Mount[], files: HostFiles): string {
  const hasV1 = mounts.some(({ filesystem }) => filesystem === 'cgroup');
  const hasV2 = mounts.some(({ filesystem }) => filesystem === 'cgroup2');
  if (!hasV1 && !hasV2) return 'none';
  const hierarchy = hasV1 && hasV2 ? 'hybrid' : hasV1 ? 'v1' : 'v2';
  const mode = findCgroupMode(files);
  const isFavoring = mounts.some(
    ({ filesystem, superOptions }) =>
      filesystem.startsWith('cgroup') && superOptions.includes('favordynmods'),
  );
  return [
    hierarchy,
    mode.kind === 'none' ? 'no cpuset' : `cpuset in ${mode.kind}`,
    ...(isFavoring ? ['favordynmods'] : []),
  ].join(', ');
}
