import { existsSync, readFileSync } from 'node:fs';
import { BenchError, errorMessage, systemErrorCode, withLaterFailure } from '../../base/errors.ts';
import type { ProcessExit } from '../../model/trial.ts';
import type { EvidenceSink } from '../../model/vm.ts';
import { formatVmmExit } from './format-vmm-exit.ts';
import type { JailLayout } from './jail-layout.ts';
import { findFault, parseLogLine } from './log-lines.ts';
import type { LogStream } from './log-stream.ts';
import { waitGone, type VmmProcess } from './vmm-process.ts';

/** What a VM leaves in words. */
export interface Remains {
  readonly layout: JailLayout;
  readonly log: Pick<LogStream, 'text' | 'refresh'>;
}

/** Copies it, before its jail goes. */
export function saveEvidence({ layout, log }: Remains, evidence: EvidenceSink): void {
  log.refresh();
  evidence.keep('log', layout.log);
  evidence.keep('console', layout.console);
  evidence.keep('metrics', layout.metrics);
}

/** Keeps the words of a VM that failed; where that fails as well, both failures are in what is thrown then. */
export function keepWords(thrown: unknown, remains: Remains, evidence: EvidenceSink): unknown {
  try {
    saveEvidence(remains, evidence);
    return thrown;
  } catch (later) {
    return withLaterFailure(thrown, later);
  }
}

/** The last lines of the log, or of the console when the log was never opened. */
export function readLastLines({ layout, log }: Remains, count: number): readonly string[] {
  const logText = log.text().trim();
  const text = logText === '' ? readText(layout.console).trim() : logText;
  return text === '' ? [] : text.split('\n').slice(-count);
}

/**
 * Turns a failure into one whose sentence names the cause, when the VMM's end is behind it: a request that died with
 * the VMM, or a wait that the VMM did not survive.
 */
export async function explainFailure(
  thrown: unknown,
  options: Remains & { readonly vmm: VmmProcess | undefined },
): Promise<unknown> {
  if (thrown instanceof BenchError && ['ABORTED', 'JAILER_FAILED'].includes(thrown.code)) return thrown;
  const exit = await findExit(thrown, options.vmm);
  if (exit === undefined) return withKvmHint(thrown);
  const words = findCause(options);
  const said = words === undefined ? 'it said nothing' : `its last words were "${words}"`;
  const text = `Cannot go on with the microVM: Firecracker ended with ${formatVmmExit(exit)}, ${said}`;
  return new BenchError('VMM_EXITED', text, { cause: thrown });
}

/** The line that names the cause, or the last one. */
function findCause({ layout, log }: Remains): string | undefined {
  const logText = log.text();
  if (logText.trim() !== '') return withoutStamp(findFault(logText) ?? logText.trim().split('\n').at(-1));
  // Before its log is open Firecracker names the cause first, and how it is to be called, or a second time, after it.
  const lines = readText(layout.console).split('\n');
  return withoutStamp(lines.find((line) => line.trim() !== ''));
}

function withoutStamp(line: string | undefined): string | undefined {
  return line === undefined ? undefined : (parseLogLine(line)?.message ?? line).trim();
}

const lostConnectionCodes = ['UND_ERR_SOCKET', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE'];
/** The connection goes some 15 ms before the process is a zombie: KVM is torn down in between. */
const tearDownMs = 1000;

async function findExit(thrown: unknown, vmm: VmmProcess | undefined): Promise<ProcessExit | undefined> {
  const exit = vmm?.exit();
  if (exit !== undefined || vmm === undefined) return exit;
  const code = thrown instanceof BenchError ? systemErrorCode(thrown.cause) : undefined;
  if (code !== undefined && lostConnectionCodes.includes(code)) await waitGone(vmm, tearDownMs);
  return vmm.exit();
}

/** A jail on a filesystem without device nodes fails only at InstanceStart, with a text about access rights. */
function withKvmHint(thrown: unknown): unknown {
  if (!errorMessage(thrown).includes('KVM object')) return thrown;
  return new BenchError('FACILITY_MISSING', `Cannot open KVM inside the jail: ${errorMessage(thrown)}`, {
    cause: thrown,
    hint: 'Put the jail base on a filesystem that is mounted without nodev, and check /dev/kvm with "microvm-bench doctor"',
  });
}

function readText(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
