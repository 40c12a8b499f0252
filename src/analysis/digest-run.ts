import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readRunFile } from './read-run-file.ts';

/** SHA-256 digests of the two files that all numbers of a run come from, in hexadecimal. */
export interface RunDigests {
  readonly manifestSha256: string;
  readonly samplesSha256: string;
}

/** @throws BenchError `RUN_NOT_FOUND`, `RUN_MALFORMED` */
export function digestRun(folder: string): RunDigests {
  const digest = (name: string): string =>
    createHash('sha256')
      .update(readRunFile(join(folder, name), folder))
      .digest('hex');
  return { manifestSha256: digest('manifest.json'), samplesSha256: digest('samples.ndjson') };
}
