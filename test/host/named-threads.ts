import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { hostPid, type HostPid } from '../../src/model/brands.ts';

/** A real process whose threads bear the names of a VMM's. */
export interface NamedThreads extends AsyncDisposable {
  readonly pid: HostPid;
  /** Resolves when the thread has the name. Index 0 is the main thread. */
  readonly rename: (index: number, name: string) => Promise<void>;
}

/** Starts the process and gives its first threads these names, the main thread's first. */
export async function startNamedThreads(names: readonly string[]): Promise<NamedThreads> {
  const child = spawn(process.execPath, [resolve('test/fixtures/named-threads.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child, 'spawn');
  if (child.pid === undefined) throw new Error('a spawned process has a pid');
  const answers = createInterface({ input: child.stdout });
  const rename = async (index: number, name: string): Promise<void> => {
    const answered = once(answers, 'line');
    child.stdin.write(`${JSON.stringify([index, name])}\n`);
    await answered;
  };
  for (const [index, name] of names.entries()) await rename(index, name);
  return {
    pid: hostPid(child.pid),
    rename,
    async [Symbol.asyncDispose](): Promise<void> {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
  };
}
