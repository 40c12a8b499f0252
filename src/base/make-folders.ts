import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { BenchError, errorMessage, systemErrorCode } from './errors.ts';

export interface FolderOptions {
  /** Of those that are made; without it what the umask leaves of 0777. */
  readonly mode?: number;
  /** How another place is chosen. */
  readonly hint: string;
}

/**
 * Makes a folder for results, as `makeMissingFolders` does.
 * @throws BenchError `RESULTS_NOT_WRITABLE`
 */
export function makeFolders(path: string, { mode = 0o777, hint }: FolderOptions): void {
  try {
    makeMissingFolders(path, mode);
  } catch (thrown) {
    const text = `Cannot make the folder "${path}": ${errorMessage(thrown)}`;
    throw new BenchError('RESULTS_NOT_WRITABLE', text, { cause: thrown, hint });
  }
}

/**
 * Makes a folder and those above it that are missing, one after the other: `mkdirSync` with `recursive` never returns
 * where the kernel lets nobody make a folder, as under /proc. One that is there stays as it is.
 * @param mode of those that are made, less what the umask takes
 * @throws Error of the system; or one that names what is there and no folder
 */
export function makeMissingFolders(path: string, mode: number): void {
  for (const folder of missingFolders(resolve(path))) makeFolder(folder, mode);
}

/** From the uppermost down to the path itself. */
function missingFolders(path: string): readonly string[] {
  const missing: string[] = [];
  for (let folder = path; !isFolder(folder); folder = dirname(folder)) missing.unshift(folder);
  return missing;
}

/** Of what is there and no folder: throws, for nothing can be made in it or in its place. */
function isFolder(path: string): boolean {
  const isThere = statOf(path, lstatSync) !== undefined;
  if (!isThere) return false;
  if (statOf(path, statSync)?.isDirectory() === true) return true;
  throw new Error(`"${path}" is no folder`);
}

/** Undefined as well below a file, which is found when it is looked at itself. */
function statOf(path: string, look: typeof lstatSync): ReturnType<typeof statSync> {
  try {
    return look(path, { throwIfNoEntry: false });
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOTDIR') return undefined;
    throw thrown;
  }
}

/** Another process may make the same folder in between. */
function makeFolder(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (thrown) {
    if (systemErrorCode(thrown) !== 'EEXIST' || !isFolder(path)) throw thrown;
  }
}
