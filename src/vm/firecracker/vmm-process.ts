import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { BenchError, systemErrorCode } from '../../base/errors.ts';
import { waitUntil } from '../../base/waiting.ts';
import type { ExitWatch, ProcessIdentity } from '../../host/process-exit.ts';
import { readCommandLine, readProcessStat } from '../../host/process-stat.ts';
import { hostPid, type HostPid, type VmId } from '../../model/brands.ts';
import type { ProcessExit } from '../../model/trial.ts';
import type { LaunchMode } from '../../model/vm-spec.ts';
import { formatVmmExit } from './format-vmm-exit.ts';
import type { JailLayout } from './jail-layout.ts';
import type { Launcher } from './launch.ts';

/** Where the VMM of one jail is looked for. */
export interface VmmSearch {
  readonly id: VmId;
  readonly layout: JailLayout;
  readonly launcher: Launcher;
  readonly mode: LaunchMode;
}

/** Start ticks that no process has: the process was there and is gone. */
const noStartTicks = -1;

/**
 * Finds the VMM: by the jail's pid file, or by the clone helper's report, since a pid file written inside an outer
 * PID namespace holds 1. A live process counts only when its command line carries this VM's id. One that has ended has
 * none any more, and counts: the jail is this VM's alone, so its pid file was not there before. Undefined when there is
 * none (yet).
 */
export function findVmm({ id, layout, launcher, mode }: VmmSearch): ProcessIdentity | undefined {
  const pid = mode === 'clone-helper' ? launcher.reportedPid() : readPidFile(layout.pidFile);
  if (pid === undefined) return undefined;
  const stat = readProcessStat(pid);
  if (stat === undefined) return { pid, startTicks: noStartTicks };
  const isDead = stat.state === 'Z' || stat.state === 'X';
  return isDead || hasId(pid, id) ? { pid, startTicks: stat.startTicks } : undefined;
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

/** Whether the started process lives as long as the VMM, and ends with its status. */
function endsWithLauncher(mode: LaunchMode): boolean {
  return mode === 'clone-helper' || mode === 'attached';
}

/** A live or ended VMM process, with its exit status wherever that can be had from. */
export interface VmmProcess {
  readonly identity: ProcessIdentity;
  /** Undefined while it lives. */
  readonly exit: () => ProcessExit | undefined;
  readonly subscribe: (wake: () => void) => () => void;
  readonly retryMs: number;
}

/**
 * Of a VMM that is our child, or the clone helper's, the status comes from whoever waits for it; otherwise the zombie
 * holds it.
 */
export function followVmm(identity: ProcessIdentity, search: VmmSearch, watch: ExitWatch): VmmProcess {
  const exit = (): ProcessExit | undefined => {
    if (!endsWithLauncher(search.mode)) return watch.exitOf(identity);
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
  throw new BenchError('VMM_EXITED', `Cannot ${action}: Firecracker ended with ${formatVmmExit(exit)}`);
}

/** Resolves when it is gone, or when the time is over. */
export async function waitGone(vmm: VmmProcess, timeoutMs: number): Promise<void> {
  try {
    await waitUntil({
      action: `see Firecracker ${vmm.identity.pid} gone`,
      timeoutMs,
      signal: new AbortController().signal,
      look: () =>
        vmm.exit() === undefined ? { ready: false, seen: 'it is alive' } : { ready: true, value: undefined },
      subscribe: vmm.subscribe,
      retryMs: vmm.retryMs,
    });
  } catch (thrown) {
    if (thrown instanceof BenchError && thrown.code === 'DEADLINE_EXCEEDED') return;
    throw thrown;
  }
}

const pidFileTimeoutMs = 1000;

/** As `findVmm`, of a VMM that is on its way; undefined when none comes. */
export async function waitForVmm(search: VmmSearch): Promise<ProcessIdentity | undefined> {
  try {
    return await waitUntil({
      action: 'find the VMM',
      timeoutMs: pidFileTimeoutMs,
      signal: new AbortController().signal,
      retryMs: 1,
      look: () => {
        const identity = findVmm(search);
        if (identity === undefined) return { ready: false, seen: 'the pid file is absent' };
        return { ready: true, value: identity };
      },
    });
  } catch (thrown) {
    if (thrown instanceof BenchError && thrown.code === 'DEADLINE_EXCEEDED') return undefined;
    throw thrown;
  }
}
