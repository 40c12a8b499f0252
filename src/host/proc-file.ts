import { readFileSync } from 'node:fs';
import { systemErrorCode } from '../base/errors.ts';

/**
 * A file below `/proc/PID`, or undefined when the process or thread is gone: ENOENT before the file is opened, ESRCH
 * when it ends between opening and reading. Any other failure is thrown as it came.
 */
export function readProcFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    const code = systemErrorCode(thrown);
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw thrown;
  }
}

/**
 * The value of the first line "name: value" of a text such as `/proc/PID/status`, `/proc/PID/sched`, `/proc/meminfo`
 * or `/proc/cpuinfo`. The name goes into a pattern as it is: pass constants only.
 */
export function colonField(text: string, name: string): string | undefined {
  return new RegExp(`^${name}[ \\t]*:[ \\t]*(.*)$`, 'm').exec(text)?.[1];
}
