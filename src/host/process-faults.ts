import { BenchError } from '../base/errors.ts';
import type { FaultCounts } from '../model/observations.ts';
import { readProcFile } from './proc-file.ts';

/**
 * Page faults of a process since it began; undefined when it is gone.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function readFaults(pid: number): FaultCounts | undefined {
  const text = readProcFile(`/proc/${pid}/stat`);
  return text === undefined ? undefined : parseFaults(text);
}

/** Fields 10 and 12 of a `stat` line (proc_pid_stat(5)); the name before may hold any character. */
export function parseFaults(text: string): FaultCounts {
  const fields = text
    .slice(text.lastIndexOf(')') + 1)
    .trim()
    .split(' ');
  const [minor, major] = [Number(fields[10 - 3]), Number(fields[12 - 3])];
  if (Number.isSafeInteger(minor) && Number.isSafeInteger(major)) return { minor, major };
  throw new BenchError('SAMPLE_INVALID', `Cannot read the faults in the stat line "${text.trimEnd()}"`);
}
