import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { hostPath, type HostPath } from '../model/brands.ts';

/**
 * The folder of this user's cache that is the tool's own: below `$XDG_CACHE_HOME`, or `~/.cache` where that is not an
 * absolute path (XDG Base Directory Specification).
 */
export function userCacheFolder(environment: NodeJS.ProcessEnv): HostPath {
  const configured = environment['XDG_CACHE_HOME'] ?? '';
  const base = isAbsolute(configured) ? configured : join(environment['HOME'] ?? homedir(), '.cache');
  return hostPath(join(base, 'microvm-bench'));
}
