import { existsSync, readFileSync } from 'node:fs';
import { BenchError, errorMessage, withLaterFailure } from '../../base/errors.ts';
import { formatExit } from '../../host/process-exit.ts';
import type { EvidenceSink } from '../../model/vm.ts';
import type { JailLayout } from './jail-layout.ts';
import { findFault } from './log-lines.ts';
import type { VmmProcess } from './vmm-process.ts';

/** Copies what the VM left in words, before its jail goes. */
export function saveEvidence(layout: JailLayout, evidence: EvidenceSink): void {
  evidence.keep('log', layout.log);
  evidence.keep('console', layout.console);
  evidence.keep('metrics', layout.metrics);
}

/** Keeps the words of a VM that failed; where that fails as well, both failures are in what is thrown then. */
export function keepWords(thrown: unknown, layout: JailLayout, evidence: EvidenceSink): unknown {
  try {
    saveEvidence(layout, evidence);
    return thrown;
  } catch (later) {
    return withLaterFailure(thrown, later);
  }
}

/** The last lines of the log, or of the console when the log was never opened. */
export function readLastLines(layout: JailLayout, count: number): readonly string[] {
  const log = readText(layout.log).trim();
  const text = log === '' ? readText(layout.console).trim() : log;
  return text === '' ? [] : text.split('\n').slice(-count);
}

/**
 * Turns a failure into one whose sentence names the cause, when the VMM's end is behind it: a request that died with
 * the VMM, or a wait that the VMM did not survive.
 */
export function explainFailure(
  thrown: unknown,
  options: { layout: JailLayout; vmm: VmmProcess | undefined },
): unknown {
  const { layout, vmm } = options;
  if (thrown instanceof BenchError && thrown.code === 'ABORTED') return thrown;
  const words =
    findFault(`${readText(layout.log)}\n${readText(layout.console)}`) ?? readLastLines(layout, 1)[0];
  const exit = vmm?.exit();
  if (exit === undefined) return withKvmHint(thrown);
  const said = words === undefined ? 'it said nothing' : `its last words were "${words}"`;
  const text = `Cannot go on with the microVM: Firecracker ended with ${formatExit(exit)}, ${said}`;
  return new BenchError('VMM_EXITED', text, { cause: thrown });
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
