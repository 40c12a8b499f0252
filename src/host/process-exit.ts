import { getSystemErrorName } from 'node:util';
import { hostPid, type HostPid } from '../model/brands.ts';
import type { ProcessExit } from '../model/trial.ts';
import { loadLibc, type Libc, type SessionProgram } from './koffi.ts';
import { readProcessStat } from './process-stat.ts';

/**
 * A process told apart from a later one with the same pid by its start time (clock ticks since boot, field 22 of
 * `/proc/PID/stat`).
 */
export interface ProcessIdentity {
  readonly pid: HostPid;
  readonly startTicks: number;
}

export type SpawnedSession =
  | { readonly kind: 'started'; readonly leader: ProcessIdentity }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'unavailable' };

/** Tells when processes end that are not children of Node: a jailed VMM loses its parent as it starts. */
export interface ExitWatch extends Disposable {
  readonly how: 'sigchld' | 'polling';
  /** Undefined while it lives. A zombie is dead: `/proc/PID` and `kill(pid, 0)` do not tell. */
  readonly exitOf: (process: ProcessIdentity) => ProcessExit | undefined;
  /** Calls back whenever some process may have ended; returns how to unregister. */
  readonly subscribe: (wake: () => void) => () => void;
  /** How long to trust the events before another look: 1 where there are none. */
  readonly retryMs: number;
  /**
   * Frees the zombies of the processes that were seen to end. Kept apart from the wait: reaping right after a kill
   * spins in the kernel against the threads that are still leaving.
   */
  readonly reap: () => void;
  /** Frees the zombie of one process at once: of one that has no threads which may still be leaving. */
  readonly release: (process: ProcessIdentity) => void;
  /**
   * Lets the next `reap` free all dead children of a process's group too: a jailer that daemonizes leaves two of its own.
   * None of them may have been spawned by Node.
   */
  readonly reapWithGroup: (process: ProcessIdentity) => void;
  /** Starts a child that this watch follows; not where Node has to start it, since no event would tell of its end. */
  readonly spawnSession: (program: SessionProgram) => SpawnedSession;
}

/**
 * With the C library at hand the harness becomes a subreaper (prctl(2), PR_SET_CHILD_SUBREAPER): orphaned VMMs become
 * its children, their death raises SIGCHLD and their exit status waits in the zombie. Without it, each millisecond
 * is a look at `/proc`, and the status is lost when init reaps first.
 */
export function openExitWatch(): ExitWatch {
  const libc = loadLibc();
  const isSubreaper = libc?.setChildSubreaper() === true;
  return createExitWatch(isSubreaper ? libc : undefined);
}

function createExitWatch(libc: Libc | undefined): ExitWatch {
  const listeners = new Set<() => void>();
  const ended = new Set<HostPid>();
  const groups = new Set<number>();
  const onChild = (): void => {
    for (const wake of listeners) wake();
  };
  if (libc !== undefined) process.on('SIGCHLD', onChild);
  const exitOf = (identity: ProcessIdentity): ProcessExit | undefined => {
    const exit = readExit(identity);
    if (exit !== undefined && exit.kind !== 'unknown') ended.add(identity.pid);
    return exit;
  };
  const subscribe = (wake: () => void): (() => void) => {
    listeners.add(wake);
    return () => listeners.delete(wake);
  };
  return {
    how: libc === undefined ? 'polling' : 'sigchld',
    exitOf,
    subscribe,
    // With SIGCHLD the retry only guards against a process that another subreaper took over.
    retryMs: libc === undefined ? 1 : 50,
    reap(): void {
      for (const pid of ended) libc?.reap(pid);
      ended.clear();
      // A negative number stands for a group (waitpid(2)).
      for (const group of groups) while (libc?.reap(-group).kind === 'reaped');
      groups.clear();
    },
    release({ pid }): void {
      ended.delete(pid);
      libc?.reap(pid);
    },
    reapWithGroup({ pid, startTicks }): void {
      const stat = readProcessStat(pid);
      if (stat?.startTicks === startTicks) groups.add(stat.processGroup);
    },
    spawnSession: (program) => (libc === undefined ? { kind: 'unavailable' } : spawnFollowed(libc, program)),
    [Symbol.dispose](): void {
      process.off('SIGCHLD', onChild);
    },
  };
}

function spawnFollowed(libc: Libc, program: SessionProgram): SpawnedSession {
  const started = libc.spawnSession(program);
  if (!started.ok)
    return { kind: 'failed', reason: `spawn ${program.file} ${getSystemErrorName(-started.errno)}` };
  // It cannot be gone: a child that has ended stays until it is reaped.
  const startTicks = readProcessStat(started.pid)?.startTicks ?? 0;
  return { kind: 'started', leader: { pid: hostPid(started.pid), startTicks } };
}

function readExit(identity: ProcessIdentity): ProcessExit | undefined {
  const stat = readProcessStat(identity.pid);
  if (stat?.startTicks !== identity.startTicks) return { kind: 'unknown' };
  if (stat.state !== 'Z' && stat.state !== 'X') return undefined;
  return decodeWaitStatus(stat.exitCode);
}

/** Decodes a wait status (wait(2)): the low seven bits are the signal, the next byte the exit status. */
function decodeWaitStatus(waitStatus: number): ProcessExit {
  const signal = waitStatus & 0x7f;
  return signal === 0 ? { kind: 'status', status: (waitStatus >> 8) & 0xff } : { kind: 'signal', signal };
}

/** "exit status 1", "signal 9". */
export function formatExit(exit: ProcessExit): string {
  switch (exit.kind) {
    case 'status':
      return `exit status ${exit.status}`;
    case 'signal':
      return `signal ${exit.signal}`;
    case 'unknown':
      return 'unknown exit status';
  }
}
