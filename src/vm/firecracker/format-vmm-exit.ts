import { constants } from 'node:os';
import { formatExit } from '../../host/process-exit.ts';
import type { ProcessExit } from '../../model/trial.ts';

/** The statuses with which Firecracker ends after a signal that it catches (firecracker/src/vmm/src/lib.rs, FcExitCode). */
export const caughtSignals: ReadonlyMap<number, NodeJS.Signals> = new Map([
  [149, 'SIGBUS'],
  [150, 'SIGSEGV'],
  [151, 'SIGXFSZ'],
  [154, 'SIGXCPU'],
  [155, 'SIGPIPE'],
  [156, 'SIGHUP'],
  [157, 'SIGILL'],
]);

/** The other statuses of that table. */
const statusMeanings: ReadonlyMap<number, string> = new Map([
  [1, 'a start or run error'],
  [2, 'an unexpected error'],
  [148, 'forbidden system call'],
  [152, 'bad configuration'],
  [153, 'bad command line'],
]);

/** "exit status 148, forbidden system call", "signal 9". */
export function formatVmmExit(exit: ProcessExit): string {
  if (exit.kind !== 'status') return formatExit(exit);
  const meaning = statusMeanings.get(exit.status) ?? caughtSignals.get(exit.status);
  return meaning === undefined ? formatExit(exit) : `${formatExit(exit)}, ${meaning}`;
}

/** "SIGKILL" for 9; undefined for a number without a name. */
export function signalName(signal: number): string | undefined {
  return Object.entries(constants.signals).find(([, number]) => number === signal)?.[0];
}
