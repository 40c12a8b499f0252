// The cache of Firecracker installations: <cache>/microvm-bench/firecracker/<version>/{firecracker,jailer,
// installation.json}. An entry appears whole, by a rename, and is verified each time before it is used.
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { requireDigest, sha256OfFile } from './checksums.mjs';
import { exitStatus, reasonOf, SetupFailure, systemErrorCode } from './failure.mjs';
import { makePrivate, requireOwnFile } from './private-folder.mjs';
import { modifiedMs } from './staleness.mjs';

/** @typedef {import('./firecracker-sources.mjs').Binaries} Binaries */

/**
 * @typedef {object} Entry
 * @property {string} source id of the source it came from
 * @property {Binaries} paths
 * @property {Binaries} sha256
 */

const binaryNames = /** @type {const} */ (['firecracker', 'jailer']);
const incomingPrefix = '.incoming-';
const incomingLifetimeMs = 3_600_000;

/**
 * By the XDG base directory specification, which lets a relative path be ignored.
 * @param {string | undefined} xdgCacheHome
 */
export function firecrackerCacheFolder(xdgCacheHome = '') {
  return join(
    isAbsolute(xdgCacheHome) ? xdgCacheHome : join(homedir(), '.cache'),
    'microvm-bench',
    'firecracker',
  );
}

/**
 * Reads an entry and hashes its binaries.
 * @param {string} folder of the entry
 * @param {(source: string) => Binaries | undefined} pinnedDigests of a source id
 * @returns {Entry | undefined} undefined when there is no entry
 * @throws naming the file that is not as recorded or as pinned
 */
export function readEntry(folder, pinnedDigests) {
  if (modifiedMs(folder) === undefined) return undefined;
  const recordPath = join(folder, 'installation.json');
  const record = readRecord(recordPath);
  requireOwnFile(recordPath);
  const pinned = pinnedDigests(record.source);
  for (const name of binaryNames) requireOwnFile(join(folder, name));
  for (const name of binaryNames) requireDigest(join(folder, name), [record[name].sha256, pinned?.[name]]);
  return {
    source: record.source,
    paths: { firecracker: join(folder, 'firecracker'), jailer: join(folder, 'jailer') },
    sha256: { firecracker: record.firecracker.sha256, jailer: record.jailer.sha256 },
  };
}

/**
 * Renames an entry that failed verification, so that it can be looked at and never used.
 * @param {string} folder
 * @returns {string} where it is now
 */
export function setAside(folder) {
  const aside = `${folder}.rejected-${new Date().toISOString().replace(/[-:.]/g, '')}`;
  try {
    renameSync(folder, aside);
  } catch (thrown) {
    if (systemErrorCode(thrown) !== 'ENOENT') throw thrown; // gone: another set-up has rejected it too
  }
  return aside;
}

/**
 * A new private folder inside the cache, on the same file system as the entries. Those that an interrupted set-up
 * left are removed.
 * @param {string} cache
 */
export function makeIncomingFolder(cache) {
  try {
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    // Somebody else may have made one of them first.
    for (const own of [dirname(cache), cache]) makePrivate(own);
    removeAbandoned(cache);
    return mkdtempSync(join(cache, incomingPrefix));
  } catch (thrown) {
    if (thrown instanceof SetupFailure) throw thrown;
    const line = `Cannot write to the cache folder "${cache}": ${reasonOf(thrown)}; XDG_CACHE_HOME moves it`;
    throw new SetupFailure(exitStatus.missingFacility, [line]);
  }
}

/**
 * Makes an entry of verified binaries. When another set-up has made it meanwhile, that one stays.
 * @param {string} folder of the entry
 * @param {string} incoming holds the binaries, on the same file system
 * @param {{ readonly version: string, readonly source: string, readonly binaries: Binaries }} installation
 */
export function addEntry(folder, incoming, { version, source, binaries }) {
  const entry = join(incoming, 'entry');
  mkdirSync(entry, { mode: 0o700 });
  const record = {
    version,
    source,
    firecracker: { sha256: sha256OfFile(binaries.firecracker) },
    jailer: { sha256: sha256OfFile(binaries.jailer) },
  };
  for (const name of binaryNames) {
    renameSync(binaries[name], join(entry, name));
    chmodSync(join(entry, name), 0o755);
  }
  writeFileSync(join(entry, 'installation.json'), `${JSON.stringify(record, undefined, 2)}\n`);
  try {
    renameSync(entry, folder);
  } catch (thrown) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(systemErrorCode(thrown) ?? '')) throw thrown;
  }
}

/** @param {string} cache */
function removeAbandoned(cache) {
  for (const name of readdirSync(cache).filter((entry) => entry.startsWith(incomingPrefix))) {
    const path = join(cache, name);
    const ageMs = Date.now() - (modifiedMs(path) ?? Date.now());
    if (ageMs > incomingLifetimeMs) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * @param {string} path
 * @returns {{ source: string, firecracker: { sha256: string }, jailer: { sha256: string } }}
 */
function readRecord(path) {
  let record;
  try {
    record = JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    throw new Error(`"${path}" cannot be read: ${reasonOf(thrown)}`);
  }
  const texts = [record?.source, record?.firecracker?.sha256, record?.jailer?.sha256];
  if (texts.every((text) => typeof text === 'string')) return record;
  throw new Error(`"${path}" lacks the source or a digest`);
}
