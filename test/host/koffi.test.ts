import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { waitUntil } from '../../src/base/waiting.ts';
import { loadLibc } from '../../src/host/koffi.ts';
import { openExitWatch, type ExitWatch } from '../../src/host/process-exit.ts';
import { readCommandLine, readProcessStat } from '../../src/host/process-stat.ts';
import { makeTestFolder } from './run-tool.ts';
import { skipFor } from './skips.ts';
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

describe('ExitWatch.spawnSession()', () => {
  const openWatch = (context: TestContext): ExitWatch => {
    skipFor(context, loadLibc({}) === undefined ? 'koffi is not there' : undefined);
    return openExitWatch();
  };

  it('starts a program as the leader of a session, with nothing to read, and tells its exit status', async (context) => {
    using watch = openWatch(context);
    using folder = makeTestFolder();
    const path = join(folder.path, 'output');
    const output = openSync(path, 'a');
    // Its pid and session, what it reads, what it ignores, its environment.
    const script = [
      'cut -d" " -f1,6 /proc/$$/stat',
      'readlink /proc/$$/fd/0',
      'grep SigIgn /proc/$$/status',
      'tr "\\0" "\\n" </proc/$$/environ',
      'echo complaint >&2',
      'exit 7',
    ].join('; ');
    const session = watch.spawnSession({ file: 'sh', args: ['-c', script], output });
    closeSync(output);
    if (session.kind !== 'started') throw new Error(`it was not started: ${JSON.stringify(session)}`);
    const { leader } = session;
    const exit = await waitUntil({
      action: 'see the program end',
      timeoutMs: 5000,
      signal: new AbortController().signal,
      subscribe: watch.subscribe,
      look: () => {
        const seen = watch.exitOf(leader);
        return seen === undefined ? { ready: false, seen: 'it is alive' } : { ready: true, value: seen };
      },
    });
    expect(exit).toEqual({ kind: 'status', status: 7 });
    const lines = readFileSync(path, 'utf8').split('\n');
    expect(lines).toEqual([
      `${leader.pid} ${leader.pid}`,
      '/dev/null',
      expect.stringMatching(/^SigIgn:/),
      'complaint',
      '',
    ]);
    // glibc leaves its own two ignored, 32 and 33; Node ignores SIGPIPE (13), which must not go on.
    expect(BigInt(`0x${lines[2]?.slice('SigIgn:\t'.length) ?? ''}`) & 0x7fff_ffffn).toBe(0n);
    watch.reap();
    expect(readProcessStat(leader.pid)).toBeUndefined();
  });

  it('says which program is not there', (context) => {
    using watch = openWatch(context);
    expect(watch.spawnSession({ file: '/nowhere/jailer', args: [], output: 2 })).toEqual({
      kind: 'failed',
      reason: 'spawn /nowhere/jailer ENOENT',
    });
  });
});
