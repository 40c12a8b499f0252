import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { BenchError, errorMessage } from './errors.ts';

/**
 * Writes a whole file so that a reader sees the old content or the new one, never a part: a temporary file in
 * the same directory, fsync, rename.
 * @throws BenchError `RESULTS_NOT_WRITABLE`
 */
export function writeFileAtomic(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.${String(process.pid)}.tmp`;
  try {
    const descriptor = openSync(temporary, 'w', 0o644);
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      for (let offset = 0; offset < bytes.length;) offset += writeSync(descriptor, bytes, offset);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
  } catch (thrown) {
    rmSync(temporary, { force: true });
    throw new BenchError('RESULTS_NOT_WRITABLE', `Cannot write "${path}": ${errorMessage(thrown)}`, {
      cause: thrown,
    });
  }
}
