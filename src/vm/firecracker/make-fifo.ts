import { chownSync } from 'node:fs';
import { BenchError, errorMessage } from '../../base/errors.ts';
import { runCommand } from '../../host/run-command.ts';

/**
 * Makes a FIFO that only its owner can open; Node has no call for it.
 * @throws BenchError `JAIL_FAILED`
 */
export async function makeFifo(
  path: string,
  owner: { readonly uid: number; readonly gid: number },
): Promise<void> {
  try {
    await runCommand('mkfifo', ['-m', '600', path], { timeoutMs: 5000 });
    chownSync(path, owner.uid, owner.gid);
  } catch (thrown) {
    throw new BenchError('JAIL_FAILED', `Cannot make the FIFO "${path}": ${errorMessage(thrown)}`, {
      cause: thrown,
    });
  }
}
