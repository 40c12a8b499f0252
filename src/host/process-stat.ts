import { BenchError } from '../base/errors.ts';
import { readProcFile } from './proc-file.ts';

/** What the harness uses of `/proc/PID/stat` and `/proc/PID/task/TID/stat` (proc_pid_stat(5)). */
export interface ProcessStat {
  readonly comm: string;
  /** One letter; `Z` and `X` are dead. */
  readonly state: string;
  readonly processGroup: number;
  /** In ticks of 10 ms (USER_HZ), guest time included. */
  readonly utimeTicks: number;
  readonly stimeTicks: number;
  /** Ticks from the host's boot: together with the pid it names one process for ever. */
  readonly startTicks: number;
  readonly lastCpu: number;
  /** A wait status (wait(2)); it means something in a zombie only, and is 0 to whoever may not ptrace it. */
  readonly exitCode: number;
}

/**
 * Parses one line of a `stat` file. The name is whatever lies between the first "(" and the last ")", since a thread
 * may call itself anything: "fc_vcpu 0", ") R (".
 * @throws BenchError `SAMPLE_INVALID`
 */
export function parseStat(text: string): ProcessStat {
  const nameEnd = text.lastIndexOf(')');
  const fields = text
    .slice(nameEnd + 1)
    .trim()
    .split(' ');
  // Fields are counted from 1 in proc_pid_stat(5), and the state is the third.
  const numberAt = (field: number): number => {
    const value = Number(fields[field - 3]);
    if (Number.isSafeInteger(value)) return value;
    throw new BenchError('SAMPLE_INVALID', `Cannot read field ${field} of the stat line "${text.trimEnd()}"`);
  };
  return {
    comm: text.slice(text.indexOf('(') + 1, nameEnd),
    state: fields[0] ?? '',
    processGroup: numberAt(5),
    utimeTicks: numberAt(14),
    stimeTicks: numberAt(15),
    startTicks: numberAt(22),
    lastCpu: numberAt(39),
    exitCode: numberAt(52),
  };
}

/** Undefined when the process has no entry. A zombie still has one: look at `state`. */
export function readProcessStat(pid: number): ProcessStat | undefined {
  const text = readProcFile(`/proc/${pid}/stat`);
  return text === undefined ? undefined : parseStat(text);
}

/** The arguments of a process, its name first; empty for a zombie, undefined when there is no entry. */
export function readCommandLine(pid: number): readonly string[] | undefined {
  const text = readProcFile(`/proc/${pid}/cmdline`);
  if (text === undefined) return undefined;
  return text === '' ? [] : text.replace(/\0$/, '').split('\0');
}
