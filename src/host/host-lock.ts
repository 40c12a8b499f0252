import { createServer } from 'node:net';
import { BenchError, systemErrorCode } from '../base/errors.ts';

/** One for all users and clones: whoever measures, measures alone. */
export const hostLockName = 'microvm-bench';

/**
 * Takes what a name stands for, as the host for one measuring process: an abstract Unix socket, which the kernel frees on any death of its
 * owner. It spans one network namespace.
 * @throws BenchError `LOCK_HELD`
 */
export async function takeHostLock(name: string): Promise<AsyncDisposable> {
  const server = createServer((connection) => connection.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (thrown) => {
      reject(systemErrorCode(thrown) === 'EADDRINUSE' ? lockHeld(name, thrown) : thrown);
    });
    server.listen(`\0${name}`, resolve);
  });
  server.unref();
  return {
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

function lockHeld(name: string, cause: unknown): BenchError {
  return new BenchError(
    'LOCK_HELD',
    `Cannot take the lock "${name}": another run is measuring on this host`,
    {
      cause,
      hint: 'Wait until it ends; two runs at once would measure each other',
    },
  );
}
