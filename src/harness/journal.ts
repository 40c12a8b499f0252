import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
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

export const samplesFile = 'samples.ndjson';
export const eventsFile = 'events.ndjson';

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

function writeLine(descriptor: number, value: unknown): void {
  const bytes = Buffer.from(`${JSON.stringify(value)}\n`);
  for (let offset = 0; offset < bytes.length;) offset += writeSync(descriptor, bytes, offset);
}
