import { createConnection, createServer } from 'node:net';
import { BenchError, systemErrorCode } from '../base/errors.ts';

/** One for all users and clones: whoever measures, measures alone. */
export const hostLockName = 'microvm-bench';

/**
 * Takes what a name stands for, as the host for one measuring process: an abstract Unix socket, which the kernel frees on any death of its
 * owner. It spans one network namespace.
 * @throws BenchError `LOCK_HELD`
 */
export async function takeHostLock(name: string): Promise<AsyncDisposable> {
  const holder: LockHolder = { pid: process.pid, since: new Date().toISOString() };
  const server = createServer((connection) => {
    // Whoever asks may be gone before it has its answer.
    connection.on('error', () => undefined).end(JSON.stringify(holder));
  });
  const isTaken = await new Promise<boolean>((resolve, reject) => {
    server.once('error', (thrown) => {
      if (systemErrorCode(thrown) === 'EADDRINUSE') resolve(false);
      else reject(thrown);
    });
    server.listen(`\0${name}`, () => {
      resolve(true);
    });
  });
  if (!isTaken) throw lockHeld(name, await askHolder(name));
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

/** Who has the lock, by its own words: as its PID namespace counts, and when it took it. */
interface LockHolder {
  readonly pid: number;
  readonly since: string;
}

const answerTimeoutMs = 1000;
const answerPattern = /^\{"pid":(\d+),"since":"([0-9TZ:.-]+)"\}$/;

/** Undefined where it does not answer: it may be stopped, or have ended by now. */
function askHolder(name: string): Promise<LockHolder | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    const connection = createConnection(`\0${name}`);
    connection.setTimeout(answerTimeoutMs, () => connection.destroy());
    connection.setEncoding('utf8').on('data', (text: string) => (answer += text));
    // What is missing then is who it is, and no more.
    connection.on('error', () => undefined);
    connection.on('close', () => {
      const [, pid, since] = answerPattern.exec(answer) ?? [];
      resolve(pid === undefined || since === undefined ? undefined : { pid: Number(pid), since });
    });
  });
}

function lockHeld(name: string, holder: LockHolder | undefined): BenchError {
  const who = holder === undefined ? '' : ` (pid ${holder.pid}, since ${holder.since})`;
  const text = `Cannot take the lock "${name}": another run is measuring on this host${who}`;
  return new BenchError('LOCK_HELD', text, {
    hint: 'Wait until it ends; two runs at once would measure each other',
  });
}
