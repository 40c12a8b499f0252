import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { BenchError, systemErrorCode } from '../../base/errors.ts';
import { waitUntil } from '../../base/waiting.ts';
import { killCgroup } from '../../host/cgroup-removal.ts';
import { formatExit, type ExitWatch, type ProcessIdentity } from '../../host/process-exit.ts';
import { readCommandLine, readProcessStat } from '../../host/process-stat.ts';
import { hostPid, type HostPid, type VmId } from '../../model/brands.ts';
import type { ProcessExit, VmEnd } from '../../model/trial.ts';
import type { LaunchMode } from '../../model/vm-spec.ts';
import type { JailLayout } from './jail-layout.ts';
import type { Launcher } from './launch.ts';

/** Where the VMM of one jail is looked for. */
export interface VmmSearch {
  readonly id: VmId;
  readonly layout: JailLayout;
  readonly launcher: Launcher;
  readonly mode: LaunchMode;
}

/**
 * Finds the VMM: by the jail's pid file, or by the clone helper's report, since a pid file written inside an outer
 * PID namespace holds 1. A pid counts only when its command line carries this VM's id: a pid file may be stale.
 * Undefined when there is none (yet).
 */
export function findVmm({ id, layout, launcher, mode }: VmmSearch): ProcessIdentity | undefined {
  const pid = mode === 'clone-helper' ? launcher.reportedPid() : readPidFile(layout.pidFile);
  if (pid === undefined || !hasId(pid, id)) return undefined;
  const stat = readProcessStat(pid);
  return stat === undefined ? undefined : { pid, startTicks: stat.startTicks };
}

/** Whether the process runs the jail's own copy of the binary, and not the jailer before its exec. */
export function runsBinaryOf(identity: ProcessIdentity, layout: JailLayout): boolean {
  try {
    return basename(readlinkSync(`/proc/${identity.pid}/exe`)) === layout.execName;
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return false;
    throw thrown;
  }
}

/** A live or ended VMM process, with its exit status wherever that can be had from. */
export interface VmmProcess {
  readonly identity: ProcessIdentity;
  /** Undefined while it lives. */
  readonly exit: () => ProcessExit | undefined;
  readonly subscribe: (wake: () => void) => () => void;
  readonly retryMs: number;
}

/** The clone helper reaps its VMM itself and passes the status on; otherwise the zombie holds it. */
export function followVmm(identity: ProcessIdentity, search: VmmSearch, watch: ExitWatch): VmmProcess {
  const exit = (): ProcessExit | undefined => {
    if (search.mode !== 'clone-helper') return watch.exitOf(identity);
    const state = search.launcher.state();
    return state.kind === 'ended' ? state.exit : undefined;
  };
  const subscribe = (wake: () => void): (() => void) => {
    const unsubscribes = [watch.subscribe(wake), search.launcher.subscribe(wake)];
    return () => {
      for (const unsubscribe of unsubscribes) unsubscribe();
    };
  };
  return { identity, exit, subscribe, retryMs: watch.retryMs };
}

/** How long each rung of the ladder is given. KVM tear-down of a large guest takes tens of milliseconds. */
const rungTimeoutMs = 5000;

/**
 * Ends the VMM and waits until it is gone: SIGKILL, then everything in its cgroup. Each rung that was used is
 * recorded. A trial's VM gets no graceful rung first: nothing in it is worth keeping, and a VMM that is pid 1 of its
 * namespace ignores SIGTERM.
 * @throws BenchError `CLEANUP_FAILED` when it outlives the ladder
 */
export async function endVmm(vmm: VmmProcess, cgroups: readonly string[]): Promise<VmEnd> {
  const steps: string[] = [];
  const rungs = [
    {
      name: 'SIGKILL',
      act: (): void => {
        killProcess(vmm.identity);
      },
    },
    {
      name: 'cgroup.kill',
      act: (): void => {
        cgroups.forEach(killCgroup);
      },
    },
  ];
  for (const rung of rungs) {
    const exit = vmm.exit();
    if (exit !== undefined) return { exit, steps };
    steps.push(rung.name);
    rung.act();
    const gone = await waitGone(vmm);
    if (gone !== undefined) return { exit: gone, steps };
  }
  const state = readProcessStat(vmm.identity.pid)?.state ?? 'gone';
  throw new BenchError(
    'CLEANUP_FAILED',
    `Cannot end Firecracker ${vmm.identity.pid}: it is in state ${state} after ${steps.join(', ')}`,
  );
}

async function waitGone(vmm: VmmProcess): Promise<ProcessExit | undefined> {
  try {
    return await waitUntil({
      action: `end Firecracker ${vmm.identity.pid}`,
      timeoutMs: rungTimeoutMs,
      signal: new AbortController().signal,
      look: () => {
        const exit = vmm.exit();
        return exit === undefined ? { ready: false, seen: 'it is alive' } : { ready: true, value: exit };
      },
      subscribe: vmm.subscribe,
      retryMs: vmm.retryMs,
    });
  } catch (thrown) {
    if (thrown instanceof BenchError && thrown.code === 'DEADLINE_EXCEEDED') return undefined;
    throw thrown;
  }
}

function killProcess({ pid, startTicks }: ProcessIdentity): void {
  if (readProcessStat(pid)?.startTicks !== startTicks) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch (thrown) {
    if (systemErrorCode(thrown) !== 'ESRCH') throw thrown;
  }
}

function hasId(pid: HostPid, id: VmId): boolean {
  const words = readCommandLine(pid) ?? [];
  return words[words.indexOf('--id') + 1] === id || words.includes(`--id=${id}`);
}

function readPidFile(path: string): HostPid | undefined {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? hostPid(pid) : undefined;
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}

/** @throws BenchError `VMM_EXITED` */
export function throwIfExited(vmm: VmmProcess, action: string): void {
  const exit = vmm.exit();
  if (exit === undefined) return;
  throw new BenchError('VMM_EXITED', `Cannot ${action}: Firecracker ended with ${formatExit(exit)}`);
}
