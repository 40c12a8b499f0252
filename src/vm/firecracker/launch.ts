import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import { errorMessage, systemErrorCode } from '../../base/errors.ts';
import { optional } from '../../base/optional.ts';
import { waitUntil } from '../../base/waiting.ts';
import type { ExitWatch, ProcessIdentity } from '../../host/process-exit.ts';
import { hostPid, type HostPid } from '../../model/brands.ts';
import type { ProcessExit } from '../../model/trial.ts';
import type { LaunchMode } from '../../model/vm-spec.ts';
import type { JailLayout } from './jail-layout.ts';
import { cloneHelperPidFd, type Command } from './jailer-command.ts';

export type LauncherState =
  | { readonly kind: 'running' }
  | { readonly kind: 'ended'; readonly exit: ProcessExit }
  /** It could not even be started. */
  | { readonly kind: 'failed'; readonly reason: string };

/** The process that was started: the jailer, or the clone helper around it. */
export interface Launcher {
  readonly state: () => LauncherState;
  /** The VMM's host pid as the clone helper reports it. */
  readonly reportedPid: () => HostPid | undefined;
  readonly subscribe: (wake: () => void) => () => void;
  /** Ends the launcher itself, with all that is still in its process group, and waits for it. */
  readonly end: () => Promise<void>;
}

export interface LaunchOptions {
  readonly mode: LaunchMode;
  readonly layout: JailLayout;
  readonly exitWatch: ExitWatch;
  /** A descriptor for the VMM to read its console's input from; nothing without it. */
  readonly stdin?: number;
}

/**
 * Starts the jailer in a session of its own, so that neither a closing terminal nor Ctrl-C reaches the VMM. Both
 * output streams go to the console file; a jailer that daemonizes keeps to it until then. The environment is empty:
 * the jailer clears it anyway. Only the clone helper, which reports on a pipe, is started by Node itself where the exit watch
 * can start the others.
 */
export function launch(command: Command, options: LaunchOptions): Launcher {
  const { mode, layout, exitWatch, stdin } = options;
  const console = openSync(layout.console, 'a', 0o600);
  try {
    if (mode !== 'clone-helper') {
      const program = { ...command, output: console, ...optional('stdin', stdin) };
      const session = exitWatch.spawnSession(program);
      if (session.kind === 'started') return followSession(session.leader, { mode, exitWatch });
      if (session.kind === 'failed') return failedLauncher(session.reason);
    }
    return followChild(spawnByNode(command, { mode, console, ...optional('stdin', stdin) }), mode);
  } finally {
    closeSync(console);
  }
}

interface NodeSpawn {
  readonly mode: LaunchMode;
  readonly console: number;
  readonly stdin?: number;
}

function spawnByNode(command: Command, { mode, console, stdin }: NodeSpawn): ChildProcess {
  const pidPipe = mode === 'clone-helper' ? (['pipe'] as const) : [];
  const child = spawn(command.file, command.args, {
    stdio: [stdin ?? 'ignore', console, console, ...pidPipe],
    detached: true,
    env: {},
  });
  child.unref();
  return child;
}

function failedLauncher(reason: string): Launcher {
  return {
    state: () => ({ kind: 'failed', reason }),
    reportedPid: () => undefined,
    subscribe: () => () => undefined,
    end: () => Promise.resolve(),
  };
}

/** A jailer that is not the VMM is freed as soon as it has ended: a zombie counts as a task of the VM's cgroup (pids.max). */
function followSession(
  leader: ProcessIdentity,
  { mode, exitWatch }: Pick<LaunchOptions, 'mode' | 'exitWatch'>,
): Launcher {
  // Kept, since nothing tells it any more once the leader is reaped.
  let exit: ProcessExit | undefined;
  const state = (): LauncherState => {
    if (exit === undefined) {
      exit = exitWatch.exitOf(leader);
      if (exit !== undefined && mode !== 'attached') exitWatch.release(leader);
    }
    return exit === undefined ? { kind: 'running' } : { kind: 'ended', exit };
  };
  const { subscribe, retryMs } = exitWatch;
  return {
    state,
    reportedPid: () => undefined,
    subscribe,
    end: () => endGroup({ leader: leader.pid, state, subscribe, retryMs }),
  };
}

function followChild(child: ChildProcess, mode: LaunchMode): Launcher {
  const listeners = new Set<() => void>();
  let state: LauncherState = { kind: 'running' };
  let pidText = '';
  const wakeAll = (): void => {
    for (const wake of listeners) wake();
  };
  child.on('error', (thrown) => {
    state = { kind: 'failed', reason: errorMessage(thrown) };
    wakeAll();
  });
  child.on('exit', (code, signal) => {
    state = { kind: 'ended', exit: readChildExit(code, signal, mode) };
    wakeAll();
  });
  const pidPipe = child.stdio[cloneHelperPidFd];
  if (pidPipe !== undefined && pidPipe !== null && 'setEncoding' in pidPipe) {
    pidPipe.setEncoding('utf8');
    pidPipe.on('data', (part: string) => {
      pidText += part;
      wakeAll();
    });
  }
  const subscribe = (wake: () => void): (() => void) => {
    listeners.add(wake);
    return () => listeners.delete(wake);
  };
  return {
    state: () => state,
    reportedPid: () => (pidText.endsWith('\n') ? hostPid(Number(pidText)) : undefined),
    subscribe,
    end: () => endGroup({ leader: child.pid, state: () => state, subscribe }),
  };
}

interface Group extends Pick<Launcher, 'state' | 'subscribe'> {
  /** Undefined when it was never started. */
  readonly leader: number | undefined;
  readonly retryMs?: number;
}

async function endGroup({ leader, state, subscribe, retryMs }: Group): Promise<void> {
  await waitUntil({
    action: 'end the jailer',
    timeoutMs: endTimeoutMs,
    signal: new AbortController().signal,
    look: () => {
      if (state().kind !== 'running' || leader === undefined) return { ready: true, value: undefined };
      killGroup(leader);
      return { ready: false, seen: 'it is alive' };
    },
    subscribe,
    ...optional('retryMs', retryMs),
  });
}

const endTimeoutMs = 5000;

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (thrown) {
    if (systemErrorCode(thrown) !== 'ESRCH') throw thrown;
  }
}

/**
 * The clone helper reports death by a signal as 128 + its number, as a shell does. Firecracker's own statuses for
 * caught signals begin at 148 (firecracker/src/vmm/src/lib.rs, FcExitCode), above every signal that ends a VMM uncaught.
 */
const firstFirecrackerSignalStatus = 148;

function readChildExit(code: number | null, signal: NodeJS.Signals | null, mode: LaunchMode): ProcessExit {
  if (code === null)
    return signal === null ? { kind: 'unknown' } : { kind: 'signal', signal: constants.signals[signal] };
  if (mode === 'clone-helper' && code > 128 && code < firstFirecrackerSignalStatus)
    return { kind: 'signal', signal: code - 128 };
  return { kind: 'status', status: code };
}
