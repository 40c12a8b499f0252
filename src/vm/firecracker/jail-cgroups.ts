import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CgroupPlace } from '../../host/cgroup-tree.ts';
import { parseMountinfo, type Mount } from '../../host/mountinfo.ts';
import type { VmId } from '../../model/brands.ts';
import type { Confinement } from '../../model/placement.ts';
import type { JailSpec } from '../../model/vm-spec.ts';
import { parentCgroup } from './jail-layout.ts';

export interface JailCgroup extends CgroupPlace {
  readonly directory: string;
}

interface JailCgroupOptions {
  readonly confinement: Confinement;
  readonly cgroupMount: string;
  readonly id: VmId;
  readonly jail?: JailSpec | undefined;
}

/**
 * The cgroups that the jailer makes for one VM: that of its CPUs, unless they are held by affinity alone, and one in each
 * hierarchy of a setting of the jail.
 */
export function jailCgroups(options: JailCgroupOptions): readonly JailCgroup[] {
  const { id, jail } = options;
  const parent = jail?.parentCgroup ?? parentCgroup;
  const all = new Map<string, JailCgroup>();
  for (const { mount, version, controller } of hierarchies(options)) {
    const controllers = [...(all.get(mount)?.controllers ?? []), controller];
    all.set(mount, { version, mount, parent, controllers, directory: join(mount, parent, id) });
  }
  return [...all.values()];
}

/** Mount points of all cgroup hierarchies, of both versions. */
export function cgroupMounts(): readonly string[] {
  return readMounts()
    .filter(({ filesystem }) => filesystem === 'cgroup' || filesystem === 'cgroup2')
    .map(({ mountPoint }) => mountPoint);
}

interface Hierarchy extends Pick<CgroupPlace, 'mount' | 'version'> {
  readonly controller: string;
}

function hierarchies({ confinement, cgroupMount, jail }: JailCgroupOptions): readonly Hierarchy[] {
  const settings = settingHierarchies(jail?.cgroups);
  if (confinement.kind === 'affinity') return settings;
  const version = confinement.kind === 'cpuset-v1' ? 1 : 2;
  return [{ mount: cgroupMount, version, controller: 'cpuset' }, ...settings];
}

/** A controller that is not there has no mount: the jailer refuses it. */
function settingHierarchies(cgroups: JailSpec['cgroups']): readonly Hierarchy[] {
  if (cgroups === undefined) return [];
  const { version, settings } = cgroups;
  const mounts = readMounts();
  return settings.flatMap(({ file }) => {
    const [controller = ''] = file.split('.');
    const mount = mounts.find(({ filesystem, superOptions }) =>
      version === 2 ? filesystem === 'cgroup2' : filesystem === 'cgroup' && superOptions.includes(controller),
    );
    return mount === undefined ? [] : [{ mount: mount.mountPoint, version, controller }];
  });
}

function readMounts(): readonly Mount[] {
  return parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));
}
