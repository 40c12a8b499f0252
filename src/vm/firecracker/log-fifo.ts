import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { systemErrorCode } from '../../base/errors.ts';
import { makeFifo } from './make-fifo.ts';

export interface LogFifoOptions {
  /** Where the VMM writes. Must not exist yet. */
  readonly path: string;
  /** The plain file that gets all of it. */
  readonly copy: string;
  readonly owner: { readonly uid: number; readonly gid: number };
}

/** A FIFO that is emptied into a file as it fills. */
export interface LogFifo extends Disposable {
  /** Takes what lies in it now, without waiting for the event. */
  readonly drain: () => void;
}

/**
 * Opened for both directions: the VMM's open for writing finds a reader, and no end of file comes before its start
 * (fifo(7)). A FIFO holds 64 KiB; what the VMM cannot write it drops and counts in `logger.missed_log_count`.
 */
export async function openLogFifo({ path, copy, owner }: LogFifoOptions): Promise<LogFifo> {
  await makeFifo(path, owner);
  const target = openSync(copy, 'a', 0o600);
  const source = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const socket = new Socket({ fd: source, readable: true, writable: false });
  socket.unref();
  socket.on('data', (part: Buffer) => {
    append(target, part);
  });
  const drain = (): void => {
    const buffer = Buffer.allocUnsafe(pipeBytes);
    for (let part = readNow(source, buffer); part !== undefined; part = readNow(source, buffer)) {
      append(target, part);
    }
  };
  return {
    drain,
    [Symbol.dispose](): void {
      drain();
      // Takes the descriptor with it.
      socket.destroy();
      closeSync(target);
    },
  };
}

const pipeBytes = 65_536;

function readNow(descriptor: number, buffer: Buffer): Buffer | undefined {
  try {
    const count = readSync(descriptor, buffer);
    return count === 0 ? undefined : buffer.subarray(0, count);
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'EAGAIN') return undefined;
    throw thrown;
  }
}

function append(descriptor: number, bytes: Buffer): void {
  for (let offset = 0; offset < bytes.length;) offset += writeSync(descriptor, bytes, offset);
}
