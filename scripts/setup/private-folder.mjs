// Root executes what lies in the cache, so nobody else may be able to write there.
import { chmodSync, lstatSync, statSync } from 'node:fs';
import { exitStatus, SetupFailure } from './failure.mjs';

const privateMode = 0o700;

/**
 * Takes away everyone else's access to a folder of ours; one that does not exist is passed over. A link counts with
 * its own owner and with that of what it points to: anybody can put a link to a folder of root's into a shared folder.
 * @param {string} folder
 * @throws {SetupFailure} when it is another user's, or no folder
 */
export function makePrivate(folder) {
  const link = lstatSync(folder, { throwIfNoEntry: false });
  if (link === undefined) return;
  const target = statSync(folder);
  const stranger = [link, target].find(({ uid }) => uid !== ownUid());
  if (stranger !== undefined) throw refusal(folder, `it belongs to user ${stranger.uid}`);
  if (!target.isDirectory()) throw refusal(folder, 'it is not a folder');
  if ((target.mode & 0o777) !== privateMode) chmodSync(folder, privateMode);
}

/**
 * Whoever could write to the folder while it was open may have put a file there.
 * @param {string} path
 * @throws when the file is another user's, or one that others may write to
 */
export function requireOwnFile(path) {
  const { uid, mode } = statSync(path);
  if (uid !== ownUid()) throw new Error(`"${path}" belongs to user ${uid}`);
  if ((mode & 0o022) !== 0) throw new Error(`"${path}" can be written to by others`);
}

/** Undefined only where there are no users, which is nowhere that the set-up runs. */
function ownUid() {
  return process.getuid?.();
}

/**
 * @param {string} folder
 * @param {string} seen
 */
function refusal(folder, seen) {
  const message = `Cannot use the cache folder "${folder}": ${seen}`;
  const hint = 'remove it, or name another cache with XDG_CACHE_HOME';
  return new SetupFailure(exitStatus.missingFacility, [message, hint], { message, hint });
}
