import { constants } from 'node:os';
import type { StopRungName } from '../../model/stop.ts';
import type { ProcessExit, VmEnd } from '../../model/trial.ts';
import { caughtSignals, formatVmmExit, signalName } from './format-vmm-exit.ts';
import { findFault } from './log-lines.ts';

/** What is allowed to end a VM from outside. */
export interface ExpectedEnd {
  readonly signal: NodeJS.Signals;
}

/**
 * Why a VM's end makes its trial a failed one; undefined when it does not. The exit status alone does not tell:
 * Firecracker ends with status 0 after KVM_EXIT_INTERNAL_ERROR and after a guest's triple fault too.
 * @param words what log and console say, unless the log was lost
 */
export function judgeEnd(end: VmEnd, words: string, expected?: ExpectedEnd): string | undefined {
  const allowed = allowedSignals(end, expected);
  const fault = findFault(withoutAllowed(words, allowed));
  if (fault !== undefined) return `the log says "${fault}"`;
  return isAllowed(end, allowed) ? undefined : describe(end.exit);
}

/** Those that the tool itself sent, and the one that was asked for. */
function allowedSignals({ steps }: VmEnd, expected: ExpectedEnd | undefined): ReadonlySet<number> {
  const used = new Set(steps.map((step) => step.split(':', 1)[0]));
  const sent = Object.entries(signalsOfRungs).flatMap(([rung, signals]) => (used.has(rung) ? signals : []));
  const names = expected === undefined ? sent : [...sent, expected.signal];
  return new Set(names.map((name) => constants.signals[name]));
}

const signalsOfRungs: Readonly<Record<StopRungName, readonly NodeJS.Signals[]>> = {
  'ctrl-alt-del': [],
  SIGHUP: ['SIGHUP'],
  SIGTERM: ['SIGTERM'],
  SIGKILL: ['SIGKILL'],
  'cgroup.kill': ['SIGKILL'],
};

/** The lines by which Firecracker answers an allowed signal are no fault. */
function withoutAllowed(words: string, allowed: ReadonlySet<number>): string {
  let rest = words;
  for (const signal of allowed) {
    const answer = new RegExp(`^.*Shutting down VM after intercepting signal ${signal},.*$`, 'gm');
    rest = rest.replace(answer, '');
  }
  return rest;
}

function isAllowed({ exit, steps }: VmEnd, allowed: ReadonlySet<number>): boolean {
  switch (exit.kind) {
    case 'signal':
      return allowed.has(exit.signal);
    case 'status': {
      const caught = caughtSignals.get(exit.status);
      return exit.status === 0 || (caught !== undefined && allowed.has(constants.signals[caught]));
    }
    case 'unknown':
      // Where the kernel does not tell, an end that came after a rung of the ladder is taken for its doing.
      return steps.length > 0;
  }
}

function describe(exit: ProcessExit): string {
  switch (exit.kind) {
    case 'signal':
      return `Firecracker was killed from outside by ${signalName(exit.signal) ?? `signal ${exit.signal}`}`;
    case 'status':
      return `Firecracker ended by itself with ${formatVmmExit(exit)}`;
    case 'unknown':
      return 'Firecracker ended by itself, its exit status unknown';
  }
}
