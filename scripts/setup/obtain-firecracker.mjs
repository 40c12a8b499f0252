import { accessSync, constants, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { requireDigest, sha256OfFile } from './checksums.mjs';
import { exitStatus, reasonOf, SetupFailure, systemErrorCode } from './failure.mjs';
import { addEntry, makeIncomingFolder, readEntry, setAside } from './firecracker-cache.mjs';
import { firecrackerSources } from './firecracker-sources.mjs';
import { makePrivate } from './private-folder.mjs';

/**
 * @typedef {import('./firecracker-sources.mjs').FirecrackerSource} FirecrackerSource
 * @typedef {import('./firecracker-cache.mjs').Entry} Entry
 * @typedef {{ readonly path: string, readonly sha256: string }} Binary
 */

/**
 * @typedef {object} Installation
 * @property {string} source where the binaries came from, or "given"
 * @property {string} [version] absent for given binaries: to ask them would be to execute them
 * @property {Binary} firecracker
 * @property {Binary} jailer
 */

/**
 * @typedef {object} Request
 * @property {string} version
 * @property {string} cache folder of all installations
 * @property {import('./firecracker-sources.mjs').Binaries | undefined} given
 * @property {boolean} mayDownload
 * @property {string | undefined} mirror of the release folder
 */

/**
 * Finds or fetches Firecracker and its jailer. No binary is executed, and none that was fetched is executable before
 * its sha256 is verified.
 * @param {Request} request
 * @param {(line: string) => void} report
 * @returns {Promise<Installation>}
 */
export async function obtainFirecracker(request, report) {
  if (request.given !== undefined) return givenInstallation(request.given);
  const { version, cache } = request;
  const sources = firecrackerSources(version, request.mirror);
  const folder = join(cache, version);
  const pinnedDigests = (/** @type {string} */ id) => sources.find((source) => source.id === id)?.pinned;

  for (const own of [dirname(cache), cache, folder]) makePrivate(own);
  const cached = readSoundEntry(folder, pinnedDigests, report);
  if (cached !== undefined) return toInstallation(version, cached);
  await fetchFromFirst(sources, { ...request, folder }, report);
  const fetched = readEntry(folder, pinnedDigests);
  if (fetched === undefined) throw new Error(`"${folder}" vanished while it was being verified`);
  report(`Firecracker ${version} and jailer from ${fetched.source}, sha256 verified, in ${folder}`);
  return toInstallation(version, fetched);
}

/**
 * @param {import('./firecracker-sources.mjs').Binaries} given
 * @returns {Installation}
 */
function givenInstallation(given) {
  try {
    return { source: 'given', firecracker: readGiven(given.firecracker), jailer: readGiven(given.jailer) };
  } catch (thrown) {
    const line = `Cannot use the given Firecracker: ${reasonOf(thrown)}`;
    throw new SetupFailure(exitStatus.missingFacility, [line], { code: 'INSTALLATION_MISSING' });
  }
}

/**
 * @param {string} path
 * @returns {Binary}
 */
function readGiven(path) {
  accessSync(path, constants.X_OK);
  const realPath = realpathSync(path);
  return { path: realPath, sha256: sha256OfFile(realPath) };
}

/**
 * The entry, unless it is absent or not as recorded; then it is out of the way.
 * @param {string} folder
 * @param {Parameters<typeof readEntry>[1]} pinnedDigests
 * @param {(line: string) => void} report
 */
function readSoundEntry(folder, pinnedDigests, report) {
  try {
    return readEntry(folder, pinnedDigests);
  } catch (thrown) {
    if (!['ENOENT', undefined].includes(systemErrorCode(thrown))) {
      const line = `Cannot read the installation "${folder}": ${reasonOf(thrown)}; XDG_CACHE_HOME names another cache`;
      throw new SetupFailure(exitStatus.missingFacility, [line]);
    }
    report(`rejected the installed Firecracker: ${reasonOf(thrown)}; moved to ${setAside(folder)}`);
    return undefined;
  }
}

/**
 * @param {readonly FirecrackerSource[]} sources
 * @param {Request & { readonly folder: string }} request
 * @param {(line: string) => void} report
 */
async function fetchFromFirst(sources, request, report) {
  const reasons = [];
  for (const source of request.mayDownload ? sources : []) {
    const incoming = makeIncomingFolder(request.cache);
    try {
      const binaries = await source.fetch(incoming);
      requireDigest(binaries.firecracker, [source.pinned?.firecracker]);
      requireDigest(binaries.jailer, [source.pinned?.jailer]);
      addEntry(request.folder, incoming, { version: request.version, source: source.id, binaries });
      return;
    } catch (thrown) {
      reasons.push(`${source.id}: ${reasonOf(thrown)}`);
      report(`passed over ${reasons.at(-1)}`);
    } finally {
      rmSync(incoming, { recursive: true, force: true });
    }
  }
  throw noSource(sources, request, reasons);
}

/**
 * @param {readonly FirecrackerSource[]} sources
 * @param {Request} request
 * @param {readonly string[]} causes why each source was passed over
 */
function noSource(sources, { version, mayDownload }, causes) {
  const seen = mayDownload ? 'no source worked' : 'it is not in the cache, and --no-download was given';
  const given =
    'name your own: --firecracker PATH --jailer PATH, or MICROVM_BENCH_FIRECRACKER and MICROVM_BENCH_JAILER';
  const ways = [given, ...sources.map(({ advice }) => advice)];
  const message = `Cannot obtain Firecracker ${version}: ${seen}`;
  return new SetupFailure(
    exitStatus.missingFacility,
    [`${message}; one of these helps:`, ...ways.map((way) => `  - ${way}`)],
    { code: 'INSTALLATION_MISSING', message, hint: `One of these helps: ${ways.join('; ')}`, causes },
  );
}

/**
 * @param {string} version
 * @param {Entry} entry
 * @returns {Installation}
 */
function toInstallation(version, { source, paths, sha256 }) {
  return {
    source,
    version,
    firecracker: { path: paths.firecracker, sha256: sha256.firecracker },
    jailer: { path: paths.jailer, sha256: sha256.jailer },
  };
}
