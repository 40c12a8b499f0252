import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMountinfo, type Mount } from '../../host/mountinfo.ts';
import type { VmId } from '../../model/brands.ts';
import type { Confinement } from '../../model/placement.ts';
import type { JailSpec } from '../../model/vm-spec.ts';
import { parentCgroup } from './jail-layout.ts';

/**
 * The cgroup directories that the jailer makes for one VM: that of its CPUs, unless they are held by affinity alone, and
 * one in each hierarchy of a setting of the jail.
 */
export function jailCgroups(options: {
  readonly confinement: Confinement;
  readonly cgroupMount: string;
  readonly id: VmId;
  readonly jail?: JailSpec | undefined;
}): readonly string[] {
  const { confinement, cgroupMount, id, jail } = options;
  const mounts = confinement.kind === 'affinity' ? [] : [cgroupMount];
  const all = new Set([...mounts, ...settingMounts(jail?.cgroups)]);
  return [...all].map((mount) => join(mount, jail?.parentCgroup ?? parentCgroup, id));
}

/** Mount points of all cgroup hierarchies, of both versions. */
export function cgroupMounts(): readonly string[] {
  return readMounts()
    .filter(({ filesystem }) => filesystem === 'cgroup' || filesystem === 'cgroup2')
    .map(({ mountPoint }) => mountPoint);
}

/** A controller that is not there has no mount: the jailer refuses it. */
function settingMounts(cgroups: JailSpec['cgroups']): readonly string[] {
  if (cgroups === undefined) return [];
  const mounts = readMounts();
  return cgroups.settings.flatMap(({ file }) => {
    const [controller = ''] = file.split('.');
    const mount = mounts.find(({ filesystem, superOptions }) =>
      cgroups.version === 2
        ? filesystem === 'cgroup2'
        : filesystem === 'cgroup' && superOptions.includes(controller),
    );
    return mount === undefined ? [] : [mount.mountPoint];
  });
}

function readMounts(): readonly Mount[] {
  return parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));
}
