import { chmodSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, systemErrorCode } from '../base/errors.ts';
import { makeFolders } from '../base/make-folders.ts';
import { userCacheFolder } from '../host/user-cache.ts';
import type { Environment } from './color.ts';

/** Makes the folder ours alone; false when it is another user's, or something else than a folder. */
function takeFolder(path: string): boolean {
  makeFolders(path, { mode: 0o700, hint: 'Choose a folder that can be written with XDG_CACHE_HOME' });
  const found = lstatSync(path);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) return false;
  if ((found.mode & 0o077) !== 0) chmodSync(path, 0o700);
  return true;
}

/**
 * The folder for transpiled modules, private to this user: whoever may write there runs code as the user that we run
 * as, which is root. Undefined (transpile each time) when no such folder can be had.
 */
export function privateModuleCache(env: Environment): string | undefined {
  const own = userCacheFolder(env);
  const modules = join(own, 'jiti');
  try {
    return takeFolder(own) && takeFolder(modules) ? modules : undefined;
  } catch (thrown) {
    if (!(thrown instanceof BenchError) && systemErrorCode(thrown) === undefined) throw thrown;
    return undefined; // a read-only or foreign home is no reason to fail
  }
}
