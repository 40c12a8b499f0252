import { readdirSync } from 'node:fs';
import { BenchError, systemErrorCode } from '../base/errors.ts';
import { parseCpuList } from './cpu-list.ts';
import { colonField, readProcFile } from './proc-file.ts';
import { parseStat } from './process-stat.ts';

/** One thread as the light listing shows it. */
export interface ThreadName {
  readonly tid: number;
  /** At most 15 bytes; until a new thread has named itself, the name of its creator. */
  readonly comm: string;
}

/** One thread in full, read at about 50 µs each. */
export interface ThreadReading extends ThreadName {
  readonly state: string;
  readonly utimeTicks: number;
  readonly stimeTicks: number;
  readonly startTicks: number;
  readonly lastCpu: number;
  readonly allowedCpus: readonly number[];
  readonly involuntarySwitches: number;
  readonly runNs: number;
  readonly waitNs: number;
  /** Absent where the kernel lacks CONFIG_SCHED_DEBUG. */
  readonly migrations?: number;
}

/** The threads of a process by tid; none when it is gone. Costs one directory and one small file a thread. */
export function listThreads(pid: number): readonly ThreadName[] {
  return listTids(pid).flatMap((tid) => {
    const comm = readComm(`/proc/${pid}/task/${tid}`);
    return comm === undefined ? [] : [{ tid, comm }];
  });
}

/**
 * The threads of a process in full, by tid; a thread that ends midway is passed over.
 * @throws BenchError `FACILITY_MISSING` when the kernel keeps no schedstat
 */
export function readThreads(pid: number): readonly ThreadReading[] {
  return listTids(pid).flatMap((tid) => readThread(pid, tid) ?? []);
}

function readThread(pid: number, tid: number): ThreadReading | undefined {
  const directory = `/proc/${pid}/task/${tid}`;
  const comm = readComm(directory);
  const statText = readProcFile(`${directory}/stat`);
  const statusText = readProcFile(`${directory}/status`);
  const schedstatText = readProcFile(`${directory}/schedstat`);
  const schedText = readProcFile(`${directory}/sched`);
  if (comm === undefined || statText === undefined || statusText === undefined) return undefined;
  if (schedstatText === undefined) {
    requireGone(directory);
    return undefined;
  }
  const { state, utimeTicks, stimeTicks, startTicks, lastCpu } = parseStat(statText);
  const migrations = schedText === undefined ? undefined : parseMigrations(schedText);
  return {
    tid,
    comm,
    state,
    utimeTicks,
    stimeTicks,
    startTicks,
    lastCpu,
    ...parseStatus(statusText),
    ...parseSchedstat(schedstatText),
    ...(migrations === undefined ? {} : { migrations }),
  };
}

function requireGone(directory: string): void {
  if (readProcFile(`${directory}/stat`) === undefined) return;
  const text = `Cannot read how long threads ran and waited: the kernel has no "${directory}/schedstat"`;
  throw new BenchError('FACILITY_MISSING', text, { hint: 'Use a kernel with CONFIG_SCHED_INFO' });
}

/** @throws BenchError `SAMPLE_INVALID` */
export function parseStatus(text: string): {
  readonly allowedCpus: readonly number[];
  readonly involuntarySwitches: number;
} {
  const list = colonField(text, 'Cpus_allowed_list');
  const involuntarySwitches = Number(colonField(text, 'nonvoluntary_ctxt_switches') ?? NaN);
  if (list === undefined || !Number.isSafeInteger(involuntarySwitches)) {
    throw new BenchError('SAMPLE_INVALID', `Cannot read the thread status "${text.slice(0, 80)}"`);
  }
  return { allowedCpus: parseCpuList(list), involuntarySwitches };
}

/**
 * Parses "run wait slices" of a thread's `schedstat` (Documentation/scheduler/sched-stats.rst): nanoseconds on a CPU
 * and nanoseconds runnable without one.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function parseSchedstat(text: string): { readonly runNs: number; readonly waitNs: number } {
  const match = /^(\d+) (\d+) \d+\s*$/.exec(text);
  if (match !== null) return { runNs: Number(match[1]), waitNs: Number(match[2]) };
  throw new BenchError('SAMPLE_INVALID', `Cannot read the schedstat line "${text.trimEnd()}"`);
}

/** `se.nr_migrations` of a thread's `sched` file, or undefined: the file is for debugging and promises no field. */
export function parseMigrations(text: string): number | undefined {
  const value = colonField(text, 'se.nr_migrations');
  return value === undefined ? undefined : Number(value);
}

// The kernel ends the name with one newline; a name may have others.
function readComm(directory: string): string | undefined {
  return readProcFile(`${directory}/comm`)?.slice(0, -1);
}

function listTids(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .map(Number)
      .sort((a, b) => a - b);
  } catch (thrown) {
    const code = systemErrorCode(thrown);
    if (code === 'ENOENT' || code === 'ESRCH') return [];
    throw thrown;
  }
}
