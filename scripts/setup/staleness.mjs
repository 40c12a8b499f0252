import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * When a file or folder was last modified, in ms since 1970, or undefined when it is not there.
 * @param {string} path
 * @returns {number | undefined}
 */
export function modifiedMs(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

/**
 * The newest modification in files and folders with all that they hold. Folders count themselves, so that a removal
 * is seen. -Infinity when nothing is there.
 * @param {readonly string[]} paths
 * @returns {number}
 */
export function newestModifiedMs(paths) {
  const times = paths.map((path) => {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined) return -Infinity;
    if (!status.isDirectory()) return status.mtimeMs;
    return Math.max(status.mtimeMs, newestModifiedMs(readdirSync(path).map((name) => join(path, name))));
  });
  return Math.max(-Infinity, ...times);
}

/**
 * Whether a product has to be made (again).
 * @param {number | undefined} productMs when it was made
 * @param {number | undefined} sourceMs when what it is made of last changed
 */
export function isStale(productMs, sourceMs) {
  return productMs === undefined || (sourceMs !== undefined && sourceMs > productMs);
}
