import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MonotonicNs } from '../base/clock.ts';
import { BenchError, errorMessage } from '../base/errors.ts';
import type { GuestIo } from '../model/observations.ts';
import { listThreads } from './threads.ts';
import { parseTrace } from './trace-lines.ts';
import { instancePath, removeInstance, type Tracefs } from './tracefs.ts';

export interface GuestIoTraceOptions {
  /** Names the instance; letters, digits and hyphens. */
  readonly ownerId: string;
  readonly pid: number;
  /** Port I/O on these only; on all by default. */
  readonly ports?: readonly number[];
}

/** A private trace of what one VM's guest reads and writes by port and memory-mapped I/O. Disposal removes it. */
export interface GuestIoTrace extends Disposable {
  /** All so far, in the order of time. Not within a timed span: it takes milliseconds. */
  readonly read: () => GuestIoReading;
}

export interface GuestIoReading {
  readonly ios: readonly GuestIo[];
  /** Later ones that found the buffer full: the first are kept, about 4 000 a CPU. */
  readonly droppedCount: number;
}

/**
 * Traces `kvm_pio` and `kvm_mmio` of a VMM's threads and of those that they will start, so that it is opened before the
 * guest runs. Stamps are of the monotonic clock, rounded to a microsecond (Documentation/trace/ftrace.rst).
 * Opening changes the kernel's code at the trace points: not within a timed span either.
 * @throws BenchError `FACILITY_MISSING` where the kernel has no such event, or the owner an instance already
 */
export function openGuestIoTrace(tracefs: Tracefs, options: GuestIoTraceOptions): GuestIoTrace {
  const path = instancePath(tracefs, options.ownerId);
  const set = (file: string, value: string): void => {
    writeFileSync(join(path, file), value);
  };
  try {
    mkdirSync(path);
  } catch (thrown) {
    throw unavailable(thrown);
  }
  try {
    set('trace_clock', 'mono');
    set('buffer_size_kb', '128');
    set('options/overwrite', '0');
    set('options/event-fork', '1');
    set(
      'set_event_pid',
      listThreads(options.pid)
        .map(({ tid }) => tid)
        .join(' '),
    );
    if (options.ports !== undefined) set('events/kvm/kvm_pio/filter', portFilter(options.ports));
    set('events/kvm/kvm_pio/enable', '1');
    set('events/kvm/kvm_mmio/enable', '1');
  } catch (thrown) {
    removeInstance(tracefs, options.ownerId);
    throw unavailable(thrown);
  }
  return {
    read: () => ({
      ios: parseTrace(readFileSync(join(path, 'trace'), 'utf8')),
      droppedCount: countDropped(path),
    }),
    [Symbol.dispose](): void {
      removeInstance(tracefs, options.ownerId);
    },
  };
}

/** The first I/O at or after a moment; a stamp may be half a microsecond early. */
export function firstGuestIo(ios: readonly GuestIo[], after: MonotonicNs): GuestIo | undefined {
  return ios.find(({ at }) => at + 500n >= after);
}

function portFilter(ports: readonly number[]): string {
  return ports.map((port) => `port == ${port}`).join(' || ');
}

function countDropped(path: string): number {
  const folder = join(path, 'per_cpu');
  const counts = readdirSync(folder).map((cpu) => {
    const stats = readFileSync(join(folder, cpu, 'stats'), 'utf8');
    return Number(/^dropped events: (\d+)$/m.exec(stats)?.[1] ?? 0);
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

function unavailable(thrown: unknown): BenchError {
  return new BenchError('FACILITY_MISSING', `Cannot trace the guest's I/O: ${errorMessage(thrown)}`, {
    cause: thrown,
    hint: 'Use a kernel with CONFIG_TRACING and the kvm module loaded, and an id that no other trace has',
  });
}
