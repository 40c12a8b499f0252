import { readFileSync, realpathSync } from 'node:fs';
import { systemErrorCode } from '../base/errors.ts';
import { parseMountinfo } from './mountinfo.ts';
import { runCommand } from './run-command.ts';

const unmountTimeoutMs = 5000;

/** Mount points in a directory of this mount namespace, the deepest first; the directory itself is one of them if mounted. */
export function mountsBelow(directory: string): readonly string[] {
  const real = resolveExisting(directory);
  if (real === undefined) return [];
  return parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'))
    .map(({ mountPoint }) => mountPoint)
    .filter((mountPoint) => mountPoint === real || mountPoint.startsWith(`${real}/`))
    .sort((a, b) => b.split('/').length - a.split('/').length);
}

/**
 * Unmounts everything in a directory, the deepest first.
 * @throws BenchError `COMMAND_FAILED`
 */
export async function unmountBelow(directory: string): Promise<void> {
  for (const mountPoint of mountsBelow(directory))
    await runCommand('umount', [mountPoint], { timeoutMs: unmountTimeoutMs });
}

function resolveExisting(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}
