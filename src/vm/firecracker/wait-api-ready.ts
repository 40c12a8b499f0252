import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, systemErrorCode } from '../../base/errors.ts';
import { waitUntil, type Look } from '../../base/waiting.ts';
import { formatExit, type ExitWatch } from '../../host/process-exit.ts';
import type { ApiClient } from './api-client.ts';
import { describeInstance } from './api-requests.ts';
import type { JailLayout } from './jail-layout.ts';
import {
  findVmm,
  followVmm,
  runsBinaryOf,
  throwIfExited,
  type VmmProcess,
  type VmmSearch,
} from './vmm-process.ts';

export interface ApiReadyOptions {
  readonly search: VmmSearch;
  readonly api: ApiClient;
  readonly exitWatch: ExitWatch;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Registers for changes in the jail. */
  readonly subscribe: (wake: () => void) => () => void;
  /** Told of the process as soon as there is one. */
  readonly onFound: (vmm: VmmProcess) => void;
}

/**
 * Waits until the VMM answers its first request, which proves the socket, the server and, by the id in the answer,
 * that it is this VM. Watches for the end of jailer and VMM meanwhile.
 * @throws BenchError `JAILER_FAILED`, `VMM_EXITED`, `DEADLINE_EXCEEDED`
 */
export function waitApiReady(options: ApiReadyOptions): Promise<VmmProcess> {
  const { search, exitWatch, timeoutMs, signal } = options;
  let vmm: VmmProcess | undefined;
  const look = async (): Promise<Look<VmmProcess>> => {
    throwIfLauncherFailed(search);
    if (vmm === undefined) {
      const identity = findVmm(search);
      if (identity !== undefined) {
        vmm = followVmm(identity, search, exitWatch);
        options.onFound(vmm);
      }
    }
    if (vmm !== undefined) throwIfExited(vmm, 'reach the API socket');
    return lookAtSocket(options, vmm);
  };
  return waitUntil({
    action: 'reach the API socket',
    timeoutMs,
    signal,
    look,
    subscribe: (wake) => {
      const unsubscribes = [
        exitWatch.subscribe(wake),
        search.launcher.subscribe(wake),
        options.subscribe(wake),
      ];
      return () => {
        for (const unsubscribe of unsubscribes) unsubscribe();
      };
    },
    retryMs: exitWatch.retryMs,
  });
}

async function lookAtSocket(
  options: ApiReadyOptions,
  vmm: VmmProcess | undefined,
): Promise<Look<VmmProcess>> {
  const { layout, id } = options.search;
  if (!existsSync(join(layout.runDirectory, layout.socketName)))
    return { ready: false, seen: 'it is absent' };
  if (vmm === undefined) return { ready: false, seen: 'the pid file is absent', retryMs: 1 };
  const instance = await tryDescribe(options.api);
  // The socket is bound a moment before the server listens: there is no event for that.
  if (instance === undefined) return { ready: false, seen: 'it refuses connections', retryMs: 1 };
  if (!hasVmId(instance, id) || !runsBinaryOf(vmm.identity, layout)) {
    throw new BenchError(
      'VMM_EXITED',
      `Cannot reach the API socket: another process than "${id}" answers on it`,
    );
  }
  return { ready: true, value: vmm };
}

async function tryDescribe(api: ApiClient): Promise<unknown> {
  try {
    return await describeInstance(api);
  } catch (thrown) {
    const cause = thrown instanceof BenchError ? thrown.cause : thrown;
    if (['ECONNREFUSED', 'ENOENT'].includes(systemErrorCode(cause) ?? '')) return undefined;
    throw thrown;
  }
}

function hasVmId(instance: unknown, id: string): boolean {
  return typeof instance === 'object' && instance !== null && 'id' in instance && instance.id === id;
}

function throwIfLauncherFailed({ launcher, layout }: VmmSearch): void {
  const state = launcher.state();
  if (state.kind === 'running') return;
  if (state.kind === 'failed')
    throw new BenchError('JAILER_FAILED', `Cannot start the jailer: ${state.reason}`);
  if (state.exit.kind === 'status' && state.exit.status === 0) return;
  const consoleText = readFileSync(layout.console, 'utf8');
  // The pid file is the jailer's last work before it becomes Firecracker, or lets it go.
  if (existsSync(layout.pidFile) && findJailerError(consoleText) === undefined) return;
  const words = jailerWords(consoleText);
  const said = words === '' ? 'without a word' : `"${words}"`;
  throw new BenchError(
    'JAILER_FAILED',
    `Cannot jail Firecracker: the jailer ended with ${formatExit(state.exit)}, ${said}${describeFullDisk(layout)}`,
  );
}

/** The copy of Firecracker alone takes about 3 MiB. */
const roomNeededKib = 4096;

/** On a full disk even the jailer's last words are lost, since the console lies there too. */
function describeFullDisk(layout: JailLayout): string {
  const { bavail, bsize } = statfsSync(layout.directory);
  const freeKib = Math.floor((bavail * bsize) / 1024);
  return freeKib < roomNeededKib ? ` (the filesystem of the jail has ${freeKib} KiB left)` : '';
}

const jailerErrorPattern = /(?:Jailer error|Failed to parse arguments): (.*)/;

/** What comes after "Jailer error:" or its like. */
export function findJailerError(consoleText: string): string | undefined {
  return jailerErrorPattern.exec(consoleText)?.[1];
}

/** The same, or the last line of all that was said. */
export function jailerWords(consoleText: string): string {
  return findJailerError(consoleText) ?? consoleText.trim().split('\n').at(-1) ?? '';
}
