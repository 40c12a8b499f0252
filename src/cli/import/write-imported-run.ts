import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readRun } from '../../analysis/read-run.ts';
import { isThere, readRunFile } from '../../analysis/read-run-file.ts';
import { writeFileAtomic } from '../../base/atomic-file.ts';
import { BenchError, errorMessage } from '../../base/errors.ts';
import { makeFolders } from '../../base/make-folders.ts';
import type { MadeRun } from './make-imported-run.ts';

const hint = 'Choose a folder that can be written with --results';

/**
 * Makes the run folder `<results>/<run id>`, whole or not at all: it is written beside its place, read back, and renamed.
 * One that is there with the same content stays as it is. `latest` is left alone: it leads to what was measured last.
 * @returns its path
 * @throws BenchError `RESULTS_NOT_WRITABLE`; `RUN_MALFORMED` for a folder that is there and another one
 */
export function writeImportedRun({ manifest, trials }: MadeRun, results: string): string {
  const path = join(results, manifest.runId);
  const files = {
    'manifest.json': `${JSON.stringify(manifest, undefined, 2)}\n`,
    'samples.ndjson': trials.map((trial) => `${JSON.stringify(trial)}\n`).join(''),
  };
  if (isThere(path)) {
    requireSame(path, files);
    return path;
  }
  const temporary = join(results, `.${manifest.runId}.${String(process.pid)}.tmp`);
  try {
    makeFolders(temporary, { mode: 0o700, hint });
    for (const [name, content] of Object.entries(files)) writeFileAtomic(join(temporary, name), content);
    readRun(temporary);
    renameSync(temporary, path);
  } catch (thrown) {
    rmSync(temporary, { recursive: true, force: true });
    if (thrown instanceof BenchError) throw thrown;
    throw new BenchError(
      'RESULTS_NOT_WRITABLE',
      `Cannot make the run folder "${path}": ${errorMessage(thrown)}`,
      { cause: thrown, hint },
    );
  }
  return path;
}

function requireSame(path: string, files: Readonly<Record<string, string>>): void {
  const changed = Object.entries(files).find(
    ([name, content]) => readRunFile(join(path, name), path).toString() !== content,
  );
  if (changed === undefined) return;
  const text = `Cannot make the run folder "${path}": it is there, and its ${changed[0]} is another one`;
  throw new BenchError('RUN_MALFORMED', text, { hint: 'Move that folder away, and import again' });
}
