import { closeSync, openSync, readSync } from 'node:fs';
import type { HostPath } from '../../model/brands.ts';

/** Reads what a growing file has gained since the last reading, through one descriptor that stays open. */
export interface TextTail extends Disposable {
  /** All text read so far, the new part included. */
  readonly read: () => string;
}

const chunkBytes = 65_536;

export function openTextTail(path: HostPath): TextTail {
  const descriptor = openSync(path, 'r');
  const decoder = new TextDecoder();
  const chunk = new Uint8Array(chunkBytes);
  let offset = 0;
  let text = '';
  return {
    read(): string {
      for (;;) {
        const count = readSync(descriptor, chunk, 0, chunkBytes, offset);
        if (count === 0) return text;
        offset += count;
        text += decoder.decode(chunk.subarray(0, count), { stream: true });
      }
    },
    [Symbol.dispose](): void {
      closeSync(descriptor);
    },
  };
}
