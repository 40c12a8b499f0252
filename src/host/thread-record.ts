import { spanNs } from '../base/clock.ts';
import { BenchError } from '../base/errors.ts';
import type { ThreadSample, ThreadSeries } from '../model/observations.ts';
import { parseStat } from './process-stat.ts';
import { parseSchedstat } from './threads.ts';

/**
 * Parses what `native/thread_sampler` writes; its head states the format. A record without an end was cut off.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function parseThreadRecord(text: string, periodNs: number): ThreadSeries {
  const parser = new RecordParser();
  for (const line of text.split('\n')) {
    if (line !== '') parser.take(line);
  }
  return parser.end(periodNs);
}

interface OpenTrack {
  comm: string;
  lastCpu: number;
  readonly samples: ThreadSample[];
}

class RecordParser {
  readonly #tracks = new Map<number, OpenTrack>();
  #startedAt: bigint | undefined;
  #atNs = 0;
  #tickCount = 0;
  #samplerCpuNs = 0;
  #end: { readonly at: bigint; readonly reason: string } | undefined;

  take(line: string): void {
    const [, kind, first, rest = ''] = /^([TRSCE]) (\d+)(?: (.*))?$/.exec(line) ?? [];
    switch (kind) {
      case 'T':
        this.#takeTick(line, rest);
        return;
      case 'R':
        this.#takeTimes(Number(first), rest);
        return;
      case 'S':
        this.#takeStat(Number(first), rest);
        return;
      case 'C':
        this.#samplerCpuNs = Number(first);
        return;
      case 'E':
        this.#end = { at: BigInt(first ?? ''), reason: rest };
        return;
      case undefined:
      default:
        throw unreadable(line);
    }
  }

  end(periodNs: number): ThreadSeries {
    if (this.#startedAt === undefined || this.#end === undefined) throw unreadable('its end is missing');
    const { at, reason } = this.#end;
    const durationNs = spanNs(this.#startedAt, at);
    const dueCount = Math.floor(durationNs / periodNs) + 1;
    return {
      startedAt: this.#startedAt,
      durationNs,
      periodNs,
      tickCount: this.#tickCount,
      missedTickCount: Math.max(0, dueCount - this.#tickCount),
      samplerCpuNs: this.#samplerCpuNs,
      threads: [...this.#tracks].map(([tid, { comm, samples }]) => ({ tid, comm, samples })),
      ...(reason === 'stopped' ? {} : { failure: 'the process ended while its threads were sampled' }),
    };
  }

  #takeTick(line: string, stamp: string): void {
    if (!/^\d+$/.test(stamp)) throw unreadable(line);
    this.#startedAt ??= BigInt(stamp);
    this.#atNs = spanNs(this.#startedAt, BigInt(stamp));
    this.#tickCount += 1;
  }

  #takeTimes(tid: number, schedstat: string): void {
    const track = this.#tracks.get(tid) ?? { comm: '', lastCpu: -1, samples: [] };
    this.#tracks.set(tid, track);
    track.samples.push({ atNs: this.#atNs, ...parseSchedstat(schedstat), lastCpu: track.lastCpu });
  }

  // It belongs to the sample just taken. A thread has its creator's name until it has named itself: the latest stays.
  #takeStat(tid: number, text: string): void {
    const track = this.#tracks.get(tid);
    const sample = track?.samples.pop();
    if (track === undefined || sample === undefined) throw unreadable(text);
    const { comm, lastCpu } = parseStat(text);
    track.comm = comm;
    track.lastCpu = lastCpu;
    track.samples.push({ ...sample, lastCpu });
  }
}

function unreadable(seen: string): BenchError {
  return new BenchError('SAMPLE_INVALID', `Cannot read the record of the threads: "${seen.slice(0, 120)}"`);
}
