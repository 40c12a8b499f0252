import { BenchError } from '../base/errors.ts';
import { readProcFile } from './proc-file.ts';

/**
 * Page faults of a process since it began for which the kernel had to read from a disk; undefined when it is gone.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function readMajorFaults(pid: number): number | undefined {
  const text = readProcFile(`/proc/${pid}/stat`);
  return text === undefined ? undefined : parseMajorFaults(text);
}

/** Field 12 of a `stat` line (proc_pid_stat(5)); the name before may hold any character. */
export function parseMajorFaults(text: string): number {
  const fields = text
    .slice(text.lastIndexOf(')') + 1)
    .trim()
    .split(' ');
  const value = Number(fields[12 - 3]);
  if (Number.isSafeInteger(value)) return value;
  throw new BenchError('SAMPLE_INVALID', `Cannot read the faults in the stat line "${text.trimEnd()}"`);
}
