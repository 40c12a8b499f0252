import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, errorMessage } from '../base/errors.ts';
import type { TrialRecord } from '../model/trial.ts';

/** What happened in a run besides its trials: one line of `events.ndjson`. */
export interface RunEvent {
  readonly event: string;
  readonly [detail: string]: unknown;
}

/**
 * The append-only record of a run. A line is with the kernel when `append` returns, so it outlives any death of the
 * harness; `sync` makes it outlive the host's.
 */
export interface Journal extends Disposable {
  readonly append: (record: TrialRecord) => void;
  readonly note: (event: RunEvent) => void;
  readonly sync: () => void;
}

const samplesFile = 'samples.ndjson';
const eventsFile = 'events.ndjson';

export function openJournal(folder: string): Journal {
  const samples = openSync(join(folder, samplesFile), 'a', 0o644);
  const events = openSync(join(folder, eventsFile), 'a', 0o644);
  return {
    append(record): void {
      writeLine(samples, record);
    },
    note(event): void {
      writeLine(events, { at: new Date().toISOString(), ...event });
    },
    sync(): void {
      fdatasyncSync(samples);
    },
    [Symbol.dispose](): void {
      closeSync(samples);
      closeSync(events);
    },
  };
}

/** @throws BenchError `RESULTS_NOT_WRITABLE`; the line may be there in part, so nothing may be written after it */
function writeLine(descriptor: number, value: unknown): void {
  const bytes = Buffer.from(`${JSON.stringify(value)}\n`);
  let offset = 0;
  try {
    while (offset < bytes.length) offset += writeSync(descriptor, bytes, offset);
  } catch (thrown) {
    throw new BenchError('RESULTS_NOT_WRITABLE', `Cannot write the journal: ${errorMessage(thrown)}`, {
      cause: thrown,
      hint: 'Make room where the results are; all whole lines up to here can be read',
    });
  }
}
