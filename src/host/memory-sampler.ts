import { closeSync, openSync, readSync } from 'node:fs';
import { monotonicNs, spanNs } from '../base/clock.ts';
import { BenchError, errorMessage } from '../base/errors.ts';
import { optional } from '../base/optional.ts';
import { waitSpan } from '../base/waiting.ts';
import type { MemorySample, MemorySeries } from '../model/observations.ts';
import { readMemoryCgroup } from './memory-cgroup.ts';
import { parseMemory, type RawMemory } from './memory-reading.ts';

export interface MemorySamplerOptions {
  readonly pid: number;
  readonly guest: { readonly memMib: number };
  /** 10 ms or more: a look takes some milliseconds of a resident gigabyte. */
  readonly periodMs: number;
  readonly durationMs: number;
  readonly signal: AbortSignal;
}

interface RawLook extends RawMemory {
  readonly atNs: number;
}

/**
 * Looks at a VMM's memory in equal steps. Ticks keep to the schedule of the start, whatever a look took; one that is more than a
 * period late is counted and left out. What was read is parsed when all is over. Not beside a timed span: each look holds
 * the process's mmap lock.
 * @throws BenchError `SAMPLE_INVALID` for a period below 10 ms and for a process without memory; `ABORTED`
 */
export async function sampleMemory(options: MemorySamplerOptions): Promise<MemorySeries> {
  const { pid, guest, periodMs, durationMs, signal } = options;
  if (!(periodMs >= 10)) {
    throw new BenchError('SAMPLE_INVALID', `Cannot sample memory each ${periodMs} ms: 10 ms is the least`);
  }
  using files = openFiles(pid);
  const startedAt = monotonicNs();
  const looks: RawLook[] = [];
  let missedTickCount = 0;
  let failure: string | undefined;
  const tickCount = Math.floor(durationMs / periodMs) + 1;
  for (let tick = 0; tick < tickCount && failure === undefined; tick += 1) {
    const lateMs = spanNs(startedAt, monotonicNs()) / 1e6 - tick * periodMs;
    if (lateMs > periodMs) {
      missedTickCount += 1;
      continue;
    }
    // A timer cuts fractions off, and a tick must not come before its time.
    await waitSpan(Math.ceil(Math.max(0, -lateMs)), { action: 'sample memory', signal });
    try {
      const atNs = spanNs(startedAt, monotonicNs());
      const raw = {
        smaps: files.smaps(),
        status: files.status(),
        ...optional('cgroup', readMemoryCgroup(pid)),
      };
      // The open file keeps the address space for a while; the process itself has given it up when its status has no memory.
      if (raw.smaps === '' || !raw.status.includes('\nVmPTE:')) failure = `process ${pid} has ended`;
      else looks.push({ atNs, ...raw });
    } catch (thrown) {
      failure = errorMessage(thrown);
    }
  }
  const samples = looks.map(({ atNs, ...raw }): MemorySample => ({ atNs, ...parseMemory(guest, raw) }));
  const series = { startedAt, periodNs: periodMs * 1e6, tickCount, missedTickCount, samples };
  return { ...series, ...(failure === undefined ? {} : { failure }) };
}

interface MemoryFiles extends Disposable {
  readonly smaps: () => string;
  readonly status: () => string;
}

function openFiles(pid: number): MemoryFiles {
  const descriptors: number[] = [];
  const open = (name: string): (() => string) => {
    const descriptor = openSync(`/proc/${pid}/${name}`, 'r');
    descriptors.push(descriptor);
    return () => readWhole(descriptor);
  };
  const close = (): void => {
    descriptors.forEach(closeSync);
  };
  try {
    return { smaps: open('smaps'), status: open('status'), [Symbol.dispose]: close };
  } catch (thrown) {
    close();
    throw new BenchError(
      'SAMPLE_INVALID',
      `Cannot sample the memory of process ${pid}: ${errorMessage(thrown)}`,
      {
        cause: thrown,
      },
    );
  }
}

/** From the start: the kernel makes the file anew, a page or so at each read. */
function readWhole(descriptor: number): string {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(1 << 16);
    const length = readSync(descriptor, chunk, 0, chunk.length, position);
    if (length === 0) return Buffer.concat(chunks).toString();
    chunks.push(chunk.subarray(0, length));
    position += length;
  }
}
