import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { BenchError, errorMessage, systemErrorCode } from '../base/errors.ts';

/**
 * The bytes of one file of a run folder.
 * @throws BenchError `RUN_NOT_FOUND` when it is absent, `RUN_MALFORMED` when it cannot be read
 */
export function readRunFile(path: string, folder: string): Buffer {
  return reading(path, folder, () => readFileSync(path));
}

/** Large enough that reading costs little beside parsing. */
const pieceBytes = 1 << 20;

/**
 * The text of one file of a run folder in pieces, none of which ends within a character.
 * @throws BenchError `RUN_NOT_FOUND` when it is absent, `RUN_MALFORMED` when it cannot be read
 */
export function* readRunFilePieces(path: string, folder: string): Generator<string, void, undefined> {
  const descriptor = reading(path, folder, () => openSync(path, 'r'));
  try {
    const bytes = Buffer.alloc(pieceBytes);
    const decoder = new StringDecoder('utf8');
    for (;;) {
      const count = reading(path, folder, () => readSync(descriptor, bytes));
      if (count === 0) break;
      yield decoder.write(bytes.subarray(0, count));
    }
    yield decoder.end();
  } finally {
    closeSync(descriptor);
  }
}

function reading<T>(path: string, folder: string, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    const isAbsent = ['ENOENT', 'ENOTDIR'].includes(systemErrorCode(thrown) ?? '');
    if (!isAbsent) {
      throw new BenchError('RUN_MALFORMED', `Cannot read "${path}": ${errorMessage(thrown)}`, {
        cause: thrown,
      });
    }
    throw new BenchError('RUN_NOT_FOUND', `Cannot read the run "${folder}": there is no "${path}"`, {
      hint: 'Give a run folder: one that holds manifest.json and samples.ndjson',
      cause: thrown,
    });
  }
}

/**
 * The value of a JSON document.
 * @throws BenchError `RUN_MALFORMED`
 */
export function parseJsonFile(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new BenchError('RUN_MALFORMED', `Cannot read "${path}": ${errorMessage(thrown)}`, {
      cause: thrown,
    });
  }
}

/**
 * Whether a file or folder is there; one that this user may not reach is not an absent one.
 * @throws BenchError `RUN_MALFORMED`
 */
export function isThere(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (thrown) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(thrown) ?? '')) return false;
    throw new BenchError('RUN_MALFORMED', `Cannot read "${path}": ${errorMessage(thrown)}`, {
      cause: thrown,
      hint: 'A run folder is closed to others than its owner: read it as that user, or copy it',
    });
  }
}
