import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { loadLibc } from '../../src/host/koffi.ts';
import { readCommandLine, readProcessStat } from '../../src/host/process-stat.ts';
import { waitForStat } from './zombie.ts';

/** Starts a process that loses its parent at once. */
async function startOrphan(): Promise<number> {
  const shell = spawn('sh', ['-c', 'sleep 60 >/dev/null & echo $!'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(shell, 'exit');
  const pid = await new Promise<number>((resolve) => {
    shell.stdout.once('data', (chunk: Buffer) => {
      resolve(Number(chunk.toString()));
    });
  });
  await exited;
  return pid;
}

describe('loadLibc()', () => {
  it('is undefined when it is switched off', () => {
    expect(loadLibc({ MICROVM_BENCH_NO_FFI: '1' })).toBeUndefined();
  });

  it('gives errno as a value', (context) => {
    const libc = loadLibc({});
    if (libc === undefined) return context.skip('koffi is not installed, or not built for this platform');
    expect(libc.schedSetaffinity(4_194_305, [0])).toEqual({ ok: false, errno: 3 });
    expect(libc.schedSetaffinity(process.pid, [])).toEqual({ ok: false, errno: 22 });
    expect(libc.schedSetaffinity(process.pid, [8191])).toEqual({ ok: false, errno: 22 });
    expect(libc.reap(1)).toEqual({ kind: 'none', errno: 10 });
  });

  it('adopts an orphan and reaps it with its wait status', async (context) => {
    const libc = loadLibc({});
    if (libc === undefined) return context.skip('koffi is not installed, or not built for this platform');
    expect(libc.setChildSubreaper()).toBe(true);
    const pid = await startOrphan();
    expect(readProcessStat(pid)?.state).toMatch(/[RSD]/);
    expect(libc.reap(pid)).toEqual({ kind: 'none' });

    process.kill(pid, 'SIGKILL');
    const zombie = await waitForStat(pid, ({ state }) => state === 'Z');
    expect(zombie.exitCode).toBe(9);
    expect(readCommandLine(pid)).toEqual([]);
    expect(libc.reap(pid)).toEqual({ kind: 'reaped', pid, status: 9 });
    expect(readProcessStat(pid)).toBeUndefined();
  });
});
