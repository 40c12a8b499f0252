import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, systemErrorCode } from '../../base/errors.ts';
import { optional } from '../../base/optional.ts';
import { waitUntil } from '../../base/waiting.ts';
import type { StreamWait } from '../../model/vm-streams.ts';
import type { JailLayout } from './jail-layout.ts';
import { makeFifo } from './make-fifo.ts';

/** What the VMM reads as its standard input. */
export interface ConsoleInput extends Disposable {
  /** To be inherited. Kept open until `handOver`. */
  readonly stdin: number;
  /** Closes our end of reading, once the VMM's process has its own. */
  readonly handOver: () => void;
  readonly write: (text: string, wait: StreamWait) => Promise<void>;
}

/**
 * A FIFO: of a socket pair, which is what Node's own pipes are, Firecracker ignores the input in silence (its serial
 * console takes a terminal or a FIFO only). The reading end is open for both directions, so that it never sees an end of
 * file; ours is another open file, since the VMM makes its own non-blocking.
 * @param hasEnded whether Firecracker is known to be gone. The kernel may close a dead reader's end a little later than it
 * tells of the death, and would take what nobody reads until then.
 */
export async function openConsoleInput(
  layout: Pick<JailLayout, 'directory'>,
  hasEnded: () => boolean,
): Promise<ConsoleInput> {
  const path = join(layout.directory, 'console-input');
  await makeFifo(path, { uid: 0, gid: 0 });
  let stdin: number | undefined = openSync(path, constants.O_RDWR);
  const output = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  const handOver = (): void => {
    if (stdin !== undefined) closeSync(stdin);
    stdin = undefined;
  };
  return {
    stdin,
    handOver,
    write: (text, wait) =>
      writeAll(Buffer.from(text), wait, (bytes) => {
        if (hasEnded()) throw goneError();
        return writeNow(output, bytes);
      }),
    [Symbol.dispose](): void {
      handOver();
      closeSync(output);
    },
  };
}

/** There is no event for room in a FIFO that Node would tell of a plain descriptor: a full one is tried each millisecond. */
function writeAll(bytes: Buffer, wait: StreamWait, write: (bytes: Buffer) => number): Promise<void> {
  let offset = 0;
  return waitUntil({
    ...wait,
    action: 'write to the console',
    retryMs: 1,
    look: () => {
      offset += write(bytes.subarray(offset));
      if (offset === bytes.length) return { ready: true, value: undefined };
      return { ready: false, seen: `the guest has left ${bytes.length - offset} of ${bytes.length} bytes` };
    },
  });
}

function writeNow(descriptor: number, bytes: Buffer): number {
  try {
    return writeSync(descriptor, bytes);
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'EAGAIN') return 0;
    throw systemErrorCode(thrown) === 'EPIPE' ? goneError(thrown) : thrown;
  }
}

function goneError(cause?: unknown): BenchError {
  return new BenchError(
    'VMM_EXITED',
    'Cannot write to the console: Firecracker is gone',
    optional('cause', cause),
  );
}
