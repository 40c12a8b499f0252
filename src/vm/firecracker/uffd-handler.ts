import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, errorMessage } from '../../base/errors.ts';
import { waitUntil, type Look } from '../../base/waiting.ts';
import { readProcessStat } from '../../host/process-stat.ts';
import type { HostPath } from '../../model/brands.ts';
import { parseStrict, z } from '../../model/schema.ts';
import type { UffdPolicy, UffdTotals } from '../../model/snapshot.ts';
import type { JailLayout } from './jail-layout.ts';

/** The handler's socket, as the jailed VMM sees it. */
export const uffdSocketName = 'uffd.sock';

export interface UffdHandlerOptions {
  readonly binary: HostPath;
  readonly layout: JailLayout;
  readonly memory: HostPath;
  readonly policy: UffdPolicy;
  readonly record?: HostPath;
  readonly owner: { readonly uid: number; readonly gid: number };
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A running page-fault handler (`native/uffd_handler`). Disposal ends it and waits for its totals. */
export interface UffdHandler extends AsyncDisposable {
  /** Known once the VMM is gone and the handler with it. */
  readonly totals: () => UffdTotals | undefined;
  /** "is alive", "is stopped", "ended with SIGKILL". */
  readonly state: () => string;
}

/**
 * Starts a handler that listens inside the jail, and resolves when it does: a VMM whose handler is not there yet fails to
 * load and ends.
 * @throws BenchError `FACILITY_MISSING` with the handler's own words
 */
export async function startUffdHandler(options: UffdHandlerOptions): Promise<UffdHandler> {
  const { layout, timeoutMs, signal } = options;
  const console = openSync(layout.console, 'a', 0o600);
  const child = spawn(options.binary, handlerArguments(options), {
    stdio: ['ignore', 'pipe', console],
    env: {},
  });
  closeSync(console);
  const report = followReport(child);
  try {
    await waitUntil({
      action: 'start the page-fault handler',
      timeoutMs,
      signal,
      look: () => lookForReady(report, layout),
      subscribe: report.subscribe,
    });
  } catch (thrown) {
    child.kill('SIGKILL');
    throw thrown;
  }
  return {
    totals: () => readTotals(report.lines()),
    state: () => describeState(child, report),
    [Symbol.asyncDispose]: () => endHandler(child, report),
  };
}

/** Enough for its report; one that is stopped or deaf is killed then. */
const reportTimeoutMs = 1000;
const endTimeoutMs = 5000;
const ended: Look<undefined> = { ready: true, value: undefined };

async function endHandler(child: ChildProcess, report: Report): Promise<void> {
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), reportTimeoutMs);
  try {
    await waitUntil({
      action: 'end the page-fault handler',
      timeoutMs: endTimeoutMs,
      signal: new AbortController().signal,
      look: () => (report.ending() === undefined ? { ready: false, seen: 'it is alive' } : ended),
      subscribe: report.subscribe,
    });
  } finally {
    clearTimeout(killer);
  }
}

function describeState({ pid }: ChildProcess, report: Report): string {
  const ending = report.ending();
  if (ending !== undefined) return `ended with ${ending}`;
  const state = pid === undefined ? undefined : readProcessStat(pid)?.state;
  return state === 'T' ? 'is stopped' : 'is alive';
}

function handlerArguments({ layout, memory, policy, record, owner }: UffdHandlerOptions): readonly string[] {
  return [
    ...['--socket', join(layout.root, uffdSocketName)],
    ...['--memory', memory],
    ...['--owner', `${owner.uid}:${owner.gid}`],
    ...['--policy', policy.kind],
    ...(policy.kind === 'prefetch' ? ['--working-set', policy.workingSet] : []),
    ...(record === undefined ? [] : ['--record', record]),
  ];
}

interface Report {
  readonly lines: () => readonly string[];
  /** How the handler ended; undefined while it lives or still has something to say. */
  readonly ending: () => string | undefined;
  readonly subscribe: (wake: () => void) => () => void;
}

function followReport(child: ChildProcess): Report {
  const wakes = new Set<() => void>();
  let text = '';
  let ending: string | undefined;
  const wakeAll = (): void => {
    for (const wake of wakes) wake();
  };
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    wakeAll();
  });
  child.on('error', (thrown) => {
    ending = errorMessage(thrown);
    wakeAll();
  });
  child.on('close', (code, signal) => {
    ending ??= signal ?? `exit status ${String(code)}`;
    wakeAll();
  });
  return {
    lines: () => text.split('\n').filter(Boolean),
    ending: () => ending,
    subscribe(wake): () => void {
      wakes.add(wake);
      return () => wakes.delete(wake);
    },
  };
}

function lookForReady(report: Report, { console }: JailLayout): Look<undefined> {
  if (report.lines().includes('ready')) return { ready: true, value: undefined };
  const ending = report.ending();
  if (ending === undefined) return { ready: false, seen: 'it has not said "ready"' };
  const words = readFileSync(console, 'utf8').trim().split('\n').at(-1) ?? '';
  const text = `Cannot start the page-fault handler: it ended with ${ending}, "${words}"`;
  throw new BenchError('FACILITY_MISSING', text);
}

const totalsSchema = z.object({
  faults: z.number(),
  bytes: z.number(),
  service_ns: z.number(),
  first_guest_fault_ns: z.number(),
});

/** The handler's last line. */
function readTotals(lines: readonly string[]): UffdTotals | undefined {
  const last = lines.at(-1);
  if (last?.startsWith('{') !== true) return undefined;
  const what = "the page-fault handler's totals";
  const totals = parseStrict(totalsSchema, JSON.parse(last), { what, code: 'SAMPLE_INVALID' });
  return {
    faultCount: totals.faults,
    copiedKib: totals.bytes / 1024,
    serviceUs: totals.service_ns / 1000,
    ...(totals.first_guest_fault_ns === 0 ? {} : { firstGuestFaultNs: totals.first_guest_fault_ns }),
  };
}
