import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { errorMessage, systemErrorCode } from '../../base/errors.ts';
import { killCgroup, removeCgroups } from '../../host/cgroup-removal.ts';
import { readCommandLine, readProcessStat } from '../../host/process-stat.ts';
import type { HostPath, VmId } from '../../model/brands.ts';
import { vmId } from '../../model/brands.ts';
import { ownerOfVmId, type VmOwner } from '../../model/vm-ids.ts';
import { removeJail } from './jail.ts';
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
  const folders = [join(jailBase, basename(firecracker))];
  if (cgroupMount !== undefined) folders.push(join(cgroupMount, parentCgroup));
  const names = new Set([...folders.flatMap(listFolders), ...vmProcesses().map(({ id }) => id)]);
  return [...names].filter(isOrphan).map(vmId).sort();
}

async function removeLeftover(id: VmId, options: SweepOptions): Promise<SweptVm> {
  const { jailBase, firecracker, cgroupMount } = options;
  const killedPids = vmProcesses().flatMap((each) => (each.id === id ? [each.pid] : []));
  try {
    killedPids.forEach(killPid);
    if (cgroupMount !== undefined) await removeWithTasks(join(cgroupMount, parentCgroup, id));
    removeJail(jailLayout({ base: jailBase, firecracker, id }));
    return { id, killedPids };
  } catch (thrown) {
    return { id, killedPids, failure: errorMessage(thrown) };
  }
}

const removalTimeoutMs = 5000;

async function removeWithTasks(cgroup: string): Promise<void> {
  killCgroup(cgroup);
  await removeCgroups([cgroup], { timeoutMs: removalTimeoutMs });
}

function isOrphan(name: string): boolean {
  const owner = ownerOfVmId(name);
  return owner !== undefined && !isAlive(owner);
}

function isAlive({ pid, startTicks }: VmOwner): boolean {
  const stat = readProcessStat(pid);
  return stat?.startTicks === startTicks && stat.state !== 'Z' && stat.state !== 'X';
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
