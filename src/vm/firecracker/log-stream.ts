import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { systemErrorCode } from '../../base/errors.ts';
import type { StreamWait, VmLog } from '../../model/vm-streams.ts';
import { waitForGrowth, withoutState } from './wait-for-growth.ts';
import type { VmmProcess } from './vmm-process.ts';

/** The log of one VMM, read as it grows. The owner disposes. */
export interface LogStream extends VmLog, Disposable {
  /** All of it, with a line still being written. */
  readonly text: () => string;
  /** Brings the file itself up to date. */
  readonly refresh: () => void;
  /** As of any log; `action` is the object of the sentence "Cannot <action>" instead of the pattern. */
  readonly waitForLine: (pattern: RegExp, wait: StreamWait & { readonly action?: string }) => Promise<string>;
}

export interface LogStreamOptions {
  /** A plain file, which is opened at the first look. */
  readonly path: string;
  readonly vmm: () => VmmProcess | undefined;
  /** Brings the file up to date, where it is fed from a FIFO. */
  readonly refresh?: () => void;
}

export function openLogStream({ path, vmm, refresh }: LogStreamOptions): LogStream {
  const file = openGrowingFile(path);
  const lines: string[] = [];
  let rest = '';
  const read = (): readonly string[] => {
    refresh?.();
    const parts = (rest + file.readNew()).split('\n');
    rest = parts.pop() ?? '';
    // Not as arguments of one call: a flood of lines would exceed the stack.
    for (const part of parts) lines.push(part);
    return lines;
  };
  const find = (pattern: RegExp): string | undefined => {
    const anywhere = withoutState(pattern);
    return read().find((line) => anywhere.test(line));
  };
  return {
    lines: () => [...read()],
    text: () => [...read(), rest].join('\n'),
    find,
    refresh: () => refresh?.(),
    waitForLine: (pattern, wait) =>
      waitForGrowth({
        action: `see ${String(pattern)} in the log`,
        ...wait,
        path,
        find: () => find(pattern),
        vmm: vmm(),
      }),
    [Symbol.dispose](): void {
      file[Symbol.dispose]();
    },
  };
}

interface GrowingFile extends Disposable {
  /** What came since the last reading. */
  readonly readNew: () => string;
}

const chunkBytes = 65_536;

function openGrowingFile(path: string): GrowingFile {
  const decoder = new StringDecoder('utf8');
  let descriptor: number | undefined;
  let offset = 0;
  return {
    readNew(): string {
      descriptor ??= tryOpen(path);
      if (descriptor === undefined) return '';
      let text = '';
      const chunk = Buffer.allocUnsafe(chunkBytes);
      for (;;) {
        const count = readSync(descriptor, chunk, 0, chunkBytes, offset);
        if (count === 0) return text;
        offset += count;
        text += decoder.write(chunk.subarray(0, count));
      }
    },
    [Symbol.dispose](): void {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

function tryOpen(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}
