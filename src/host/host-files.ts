import { closeSync, openSync, readdirSync, readFileSync, readSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the host tells in `/proc`, `/sys` and `/etc`, where any file may be missing. Paths are absolute. */
export interface HostFiles {
  /** The content without white space at its end; undefined when the file cannot be read. */
  readonly text: (path: string) => string | undefined;
  /**
   * As `text`, of at most the first 8 KiB: one processor's part of `/proc/cpuinfo`, which the kernel takes tens of
   * milliseconds to write in full on a large host.
   */
  readonly head: (path: string) => string | undefined;
  /** Sorted names in a directory; none when it cannot be read. */
  readonly list: (directory: string) => readonly string[];
  /** The path without symbolic links, as far as it exists. */
  readonly resolve: (path: string) => string;
}

/** The files of this host, or of a copy of its tree below `root`. */
export function openHostFiles(root = '/'): HostFiles {
  const realRoot = realpathSync(root);
  return {
    text: (path) => orUndefined(() => readFileSync(join(root, path), 'utf8').trimEnd()),
    head: (path) => orUndefined(() => readHead(join(root, path)).trimEnd()),
    list: (directory) => orUndefined(() => readdirSync(join(root, directory)).sort()) ?? [],
    resolve: (path) => join('/', resolveExisting(join(realRoot, path)).slice(realRoot.length)),
  };
}

// Whatever the reason (no such driver, offline CPU, no permission), the host does not tell: that is the value.
function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function readHead(path: string): string {
  const buffer = Buffer.allocUnsafe(8192);
  const descriptor = openSync(path, 'r');
  try {
    return buffer.toString('utf8', 0, readSync(descriptor, buffer));
  } finally {
    closeSync(descriptor);
  }
}

function resolveExisting(path: string): string {
  const resolved = orUndefined(() => realpathSync(path));
  if (resolved !== undefined) return resolved;
  return join(resolveExisting(dirname(path)), path.slice(dirname(path).length));
}
