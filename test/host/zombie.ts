import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { waitUntil } from '../../src/base/waiting.ts';
import { readProcessStat } from '../../src/host/process-stat.ts';
import { hostPid, type HostPid } from '../../src/model/brands.ts';

export interface Zombie extends AsyncDisposable {
  readonly pid: HostPid;
}

/** A dead process that nobody waits for: its parent was the shell, and has become a program that never does. */
export async function startZombie(): Promise<Zombie> {
  const script = 'cat <&3 >/dev/null 3<&- & echo $!; exec sleep 60';
  const parent = spawn('sh', ['-c', `{ ${script}; } 3<&0`], { stdio: ['pipe', 'pipe', 'inherit'] });
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (chunk: Buffer) => {
      resolve(Number(chunk.toString()));
    });
  });
  // The shell would still reap a child that dies before it has become the other program.
  await waitForStat(parent.pid ?? 0, ({ comm }) => comm === 'sleep');
  parent.stdin.end();
  await waitForStat(pid, ({ state }) => state === 'Z');
  return {
    pid: hostPid(pid),
    async [Symbol.asyncDispose](): Promise<void> {
      const closed = once(parent, 'close');
      parent.kill('SIGKILL');
      await closed;
    },
  };
}

type Stat = NonNullable<ReturnType<typeof readProcessStat>>;

/** Waits until the process looks as wanted. */
export function waitForStat(pid: number, isWanted: (stat: Stat) => boolean): Promise<Stat> {
  return waitUntil({
    action: `see process ${pid} as wanted`,
    timeoutMs: 5000,
    signal: new AbortController().signal,
    retryMs: 1,
    look: () => {
      const stat = readProcessStat(pid);
      if (stat !== undefined && isWanted(stat)) return { ready: true, value: stat };
      return {
        ready: false,
        seen: stat === undefined ? 'it is gone' : `"${stat.comm}" in state ${stat.state}`,
      };
    },
  });
}
