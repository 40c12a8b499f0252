import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorMessage, systemErrorCode } from '../../base/errors.ts';
import { killCgroup, removeCgroups } from '../../host/cgroup-removal.ts';
import { removeIfEmpty } from '../../host/cgroup-tree.ts';
import { unmountBelow } from '../../host/mounts-below.ts';
import { readCommandLine } from '../../host/process-stat.ts';
import { isOwnerAlive } from '../../host/vm-owner.ts';
import type { HostPath, VmId } from '../../model/brands.ts';
import { vmId } from '../../model/brands.ts';
import { ownerOfVmId, type VmOwner } from '../../model/vm-ids.ts';
import { removeJail } from './jail.ts';
import { cgroupMounts } from './jail-cgroups.ts';
import { jailLayout, parentCgroup } from './jail-layout.ts';

export interface SweepOptions {
  readonly jailBase: HostPath;
  readonly firecracker: HostPath;
  /** Undefined where the host has no cpuset hierarchy. */
  readonly cgroupMount: string | undefined;
}

/** One VM of a dead harness, and what went wrong when it was removed. */
export interface SweptVm {
  readonly id: VmId;
  readonly killedPids: readonly number[];
  readonly failure?: string;
}

/**
 * Removes what a killed harness has left: VMMs, cgroups and jails whose id names an owner that is no longer alive.
 * VMs of a live harness and jails that this tool did not make are left alone.
 */
export async function sweepLeftovers(options: SweepOptions): Promise<readonly SweptVm[]> {
  const swept: SweptVm[] = [];
  for (const id of findLeftovers(options)) swept.push(await removeLeftover(id, options));
  return swept;
}

/** Ids of all VMs whose owner is dead, by their jails in this base, by their cgroups, and by their processes. */
export function findLeftovers({ jailBase, firecracker, cgroupMount }: SweepOptions): readonly VmId[] {
  const jails = listFolders(join(jailBase, basename(firecracker)));
  const cgroups = findCgroups(cgroupMount).map((path) => basename(path));
  const names = new Set([...jails, ...cgroups, ...vmProcesses().map(({ id }) => id)]);
  return [...names].filter(isOrphan).map(vmId).sort();
}

async function removeLeftover(id: VmId, options: SweepOptions): Promise<SweptVm> {
  const { jailBase, firecracker, cgroupMount } = options;
  const killedPids = vmProcesses().flatMap((each) => (each.id === id ? [each.pid] : []));
  try {
    killedPids.forEach(killPid);
    for (const cgroup of findCgroups(cgroupMount).filter((path) => basename(path) === id))
      await removeWithTasks(cgroup);
    const layout = jailLayout({ base: jailBase, firecracker, id });
    await unmountBelow(layout.directory);
    removeJail(layout);
    return { id, killedPids };
  } catch (thrown) {
    return { id, killedPids, failure: errorMessage(thrown) };
  }
}

/** How far below a hierarchy's root a VM's cgroup is looked for: parents of one's own have a few steps. */
const cgroupDepth = 5;

/** Cgroups in any hierarchy whose name is the id of a VM of this tool, whoever is its parent. */
function findCgroups(cgroupMount: string | undefined): readonly string[] {
  const mounts = new Set([...(cgroupMount === undefined ? [] : [cgroupMount]), ...cgroupMounts()]);
  return [...mounts].flatMap((mount) => findVmFolders(mount, cgroupDepth));
}

function findVmFolders(folder: string, depth: number): readonly string[] {
  if (depth === 0) return [];
  return listFolders(folder).flatMap((name) => {
    const path = join(folder, name);
    return ownerOfVmId(name) === undefined ? findVmFolders(path, depth - 1) : [path];
  });
}

/**
 * Removes the tool's own parents of cgroups that are empty, and tells which: a harness that was killed between two VMs leaves
 * one in each hierarchy. One with a VM or a process in it stays, and so do parents that an arm or a definition has named.
 */
export function sweepEmptyParents(mounts: readonly string[] = cgroupMounts()): readonly string[] {
  return [...new Set(mounts)]
    .map((mount) => join(mount, parentCgroup))
    .filter((parent) => existsSync(parent) && removeIfEmpty(parent));
}

const removalTimeoutMs = 5000;

/** With its parent, when that is the tool's own and empty by then: the dead harness would have removed it. */
async function removeWithTasks(cgroup: string): Promise<void> {
  killCgroup(cgroup);
  await removeCgroups([cgroup], { timeoutMs: removalTimeoutMs });
  const parent = dirname(cgroup);
  if (basename(parent) === parentCgroup) removeIfEmpty(parent);
}

function isOrphan(name: string): boolean {
  const owner = ownerOfVmId(name);
  return owner !== undefined && !isOwnerAlive(owner);
}

/** Kills every VMM of one owner at once, without waiting; for the last moment of a process. */
export function killVmsOf(owner: VmOwner): void {
  for (const { pid, id } of vmProcesses()) {
    const other = ownerOfVmId(id);
    if (other?.pid === owner.pid && other.startTicks === owner.startTicks) killPid(pid);
  }
}

function killPid(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (thrown) {
    if (systemErrorCode(thrown) !== 'ESRCH') throw thrown;
  }
}

/** By the command line: a pid file written inside an outer PID namespace holds 1. */
function vmProcesses(): readonly { readonly pid: number; readonly id: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const words = readCommandLine(Number(name)) ?? [];
      const at = words.indexOf('--id');
      const id = at === -1 ? undefined : words[at + 1];
      return id === undefined ? [] : [{ pid: Number(name), id }];
    });
}

function listFolders(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}
