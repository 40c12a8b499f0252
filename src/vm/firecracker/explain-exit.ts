import { BenchError } from '../../base/errors.ts';
import { openHostFiles } from '../../host/host-files.ts';
import { mountOf, parseMountinfo } from '../../host/mountinfo.ts';
import type { HitLimit } from '../../host/cgroup-limits.ts';
import type { ProcessExit } from '../../model/trial.ts';
import { readConsole, type Remains } from './evidence.ts';
import { formatVmmExit } from './format-vmm-exit.ts';
import type { JailLayout } from './jail-layout.ts';
import { findFaultText, parseLogLine } from './log-lines.ts';
import { findJailerError } from './wait-api-ready.ts';

/** "Firecracker …" for a VMM that the kernel killed; `judgeEnd` cannot tell it from a kill by anybody else. */
export const killedForMemory = 'was killed by the kernel: the memory of its cgroup was used up';

interface ExitContext extends Remains {
  readonly limit: HitLimit | undefined;
  readonly cause: unknown;
}

/** The failure behind a VMM that has ended. */
export function explainExit(exit: ProcessExit, { layout, log, limit, cause }: ExitContext): BenchError {
  if (limit === 'memory' && exit.kind === 'signal') {
    const hint = 'Raise the memory limit in cgroups of the jail';
    return new BenchError('VMM_EXITED', `Cannot go on with the microVM: Firecracker ${killedForMemory}`, {
      cause,
      hint,
    });
  }
  const logText = log.text();
  if (logText.trim() === '' && isOnNoexec(layout)) return cannotExecute(layout, cause);
  const jailerError = logText.trim() === '' ? findJailerError(readConsole(layout)) : undefined;
  if (jailerError !== undefined) {
    const text = `Cannot jail Firecracker: the jailer ended with ${formatVmmExit(exit)}, "${jailerError}"`;
    return new BenchError('JAILER_FAILED', text, { cause });
  }
  const words = findWords(layout, logText);
  const said = words === undefined ? 'it said nothing' : `its last words were "${words}"`;
  const text = `Cannot go on with the microVM: Firecracker ended with ${formatVmmExit(exit)}, ${said}`;
  const hint =
    findHint(exit, words ?? '') ?? (limit === 'tasks' ? 'Raise pids.max in cgroups of the jail' : undefined);
  return new BenchError('VMM_EXITED', text, { cause, ...(hint === undefined ? {} : { hint }) });
}

/** The words that name the cause, or the last line. */
function findWords(layout: JailLayout, logText: string): string | undefined {
  if (logText.trim() !== '') return findFaultText(logText) ?? withoutStamp(logText.trim().split('\n').at(-1));
  // Before its log is open Firecracker names the cause first, and how it is to be called, or a second time, after it.
  const lines = readConsole(layout).split('\n');
  return withoutStamp(lines.find((line) => line.trim() !== ''));
}

function withoutStamp(line: string | undefined): string | undefined {
  return line === undefined ? undefined : (parseLogLine(line)?.message ?? line).trim();
}

function findHint(exit: ProcessExit, words: string): string | undefined {
  if (exit.kind === 'status' && exit.status === 151) return 'Raise fsizeBytes in resourceLimits of the jail';
  if (exit.kind === 'status' && exit.status === 148)
    return 'The number in brackets is that of a system call which the seccomp filter forbids';
  if (/os error 24|Error\(24\)/.test(words)) return 'Raise noFile in resourceLimits of the jail';
  return undefined;
}

/** Whether nothing can be executed in the jail. A daemonized jailer has no output to say so. */
export function isOnNoexec({ root }: JailLayout): boolean {
  const files = openHostFiles();
  const mounts = parseMountinfo(files.text('/proc/self/mountinfo') ?? '');
  return mountOf(files.resolve(root), mounts)?.options.includes('noexec') === true;
}

export function cannotExecute({ root }: JailLayout, cause: unknown): BenchError {
  const text = `Cannot execute Firecracker in "${root}": its filesystem is mounted noexec`;
  return new BenchError('FACILITY_MISSING', text, {
    cause,
    hint: 'Choose another --jail-base, on a filesystem from which programs may be executed',
  });
}
