import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';

/**
 * The sha256 of a regular file, as 64 lower-case hexadecimal digits. A symbolic link is refused: it could point
 * elsewhere by the time the file is executed.
 * @param {string} path
 */
export function sha256OfFile(path) {
  if (!lstatSync(path).isFile()) throw new Error(`"${path}" is not a regular file`);
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/**
 * The digest of one file in the output of sha256sum(1), lower case.
 * @param {string} text lines of `<digest>  <name>`, with `*` before the name in binary mode
 * @param {string} fileName without folder; a name in the text may have one
 */
export function parseChecksums(text, fileName) {
  for (const line of text.split('\n')) {
    const [, digest, name] = /^([0-9a-f]{64}) [ *](?:.*\/)?([^/]+)$/i.exec(line.trimEnd()) ?? [];
    if (digest !== undefined && name === fileName) return digest.toLowerCase();
  }
  throw new Error(`no sha256 of ${fileName} in ${JSON.stringify(text.slice(0, 100))}`);
}

/**
 * Throws, naming the file, unless it has the expected sha256.
 * @param {string} path
 * @param {readonly (string | undefined)[]} expected digests; an undefined one is not known and not required
 */
export function requireDigest(path, expected) {
  const seen = sha256OfFile(path);
  for (const digest of expected) {
    if (digest !== undefined && digest !== seen)
      throw new Error(`"${path}" has sha256 ${seen}, expected ${digest}`);
  }
}
