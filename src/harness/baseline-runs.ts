import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, errorMessage, systemErrorCode } from '../base/errors.ts';
import { makeFolders } from '../base/make-folders.ts';

/** What of a run folder everything else can be computed from. */
const runFiles = ['manifest.json', 'samples.ndjson'] as const;

const folderName = /^[0-9a-f]{16}$/;
const incomingPrefix = '.incoming-';
const hint = 'Choose a folder that can be written with --baselines';

/** The folder of a run in a store, by its whole digest. */
export function baselineRunFolder(store: string, digest: string): string {
  return join(store, digest.slice(0, 16));
}

/**
 * Copies manifest and journal of a run into a store; a run that is there stays as it is.
 * @returns the digest of the two
 * @throws BenchError `RUN_MALFORMED`, `RESULTS_NOT_WRITABLE`
 */
export function storeBaselineRun(store: string, runFolder: string): string {
  const contents = readRunFiles(runFolder);
  const digest = digestOf(contents);
  const folder = baselineRunFolder(store, digest);
  if (existsSync(folder)) {
    checkBaselineRun(store, digest);
    return digest;
  }
  const incoming = join(store, `${incomingPrefix}${process.pid}`);
  rmSync(incoming, { recursive: true, force: true });
  makeFolders(incoming, { hint });
  try {
    for (const [index, name] of runFiles.entries()) {
      writeFileSync(join(incoming, name), contents[index] ?? '', { mode: 0o444, flush: true });
    }
    renameSync(incoming, folder);
  } catch (thrown) {
    rmSync(incoming, { recursive: true, force: true });
    const text = `Cannot keep the run "${runFolder}" in "${store}": ${errorMessage(thrown)}`;
    throw new BenchError('RESULTS_NOT_WRITABLE', text, { cause: thrown, hint });
  }
  return digest;
}

/**
 * Reads a stored run again and compares it with the digest that it was pinned under.
 * @throws BenchError `RUN_MALFORMED` that names the files
 */
export function checkBaselineRun(store: string, digest: string): void {
  const folder = baselineRunFolder(store, digest);
  const seen = digestOf(readRunFiles(folder));
  if (seen === digest) return;
  const files = runFiles.map((name) => `"${join(folder, name)}"`).join(' and ');
  const text = `Cannot use ${files}: their sha256 is ${seen}, and ${digest} was pinned`;
  throw new BenchError('RUN_MALFORMED', text, {
    hint: 'Restore the folder from a copy, or accept another run: what is stored has been changed',
  });
}

/** The folders of runs in a store, and what a pin that was killed has left there. */
export function listStoredFolders(store: string): readonly string[] {
  return readdirSync(store)
    .filter((name) => folderName.test(name) || name.startsWith(incomingPrefix))
    .sort();
}

function readRunFiles(folder: string): readonly Buffer[] {
  return runFiles.map((name) => {
    const path = join(folder, name);
    try {
      return readFileSync(path);
    } catch (thrown) {
      const seen = systemErrorCode(thrown) === 'ENOENT' ? 'there is no such file' : errorMessage(thrown);
      throw new BenchError('RUN_MALFORMED', `Cannot read "${path}": ${seen}`, { cause: thrown });
    }
  });
}

/** As `cat manifest.json samples.ndjson | sha256sum` tells it. */
function digestOf(contents: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  return hash.digest('hex');
}
