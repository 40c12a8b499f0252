import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';

const helperPath = fileURLToPath(new URL('../../native/build/newpid_clone', import.meta.url));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** All that came on descriptor 3. */
  readonly pidText: string;
}

function start(args: readonly string[]): ChildProcess {
  return spawn(helperPath, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
}

async function readAll(stream: unknown): Promise<string> {
  if (!(stream instanceof Readable)) throw new Error('the stream is not readable');
  return text(stream);
}

async function ended(helper: ChildProcess): Promise<Ended> {
  const exit = once(helper, 'exit');
  const [stdout, stderr, pidText] = await Promise.all([1, 2, 3].map((fd) => readAll(helper.stdio[fd])));
  await exit;
  return { status: helper.exitCode, stdout: stdout ?? '', stderr: stderr ?? '', pidText: pidText ?? '' };
}

async function run(...args: readonly string[]): Promise<Ended> {
  return ended(start(args));
}

/** The pids of a process from the host's namespace to its own. */
async function namespacePids(hostPid: number): Promise<readonly number[]> {
  const status = await readFile(`/proc/${hostPid}/status`, 'utf8');
  return (/^NSpid:\s*(.*)$/m.exec(status)?.[1] ?? '').split(/\s+/).map(Number);
}

async function firstLine(stream: unknown): Promise<string> {
  if (!(stream instanceof Readable)) throw new Error('the stream is not readable');
  const chunks: string[] = [];
  for await (const chunk of stream.setEncoding('utf8')) {
    chunks.push(String(chunk));
    if (chunks.join('').includes('\n')) break;
  }
  return chunks.join('').split('\n')[0] ?? '';
}

describe('newpid_clone', () => {
  beforeEach((context) => {
    if (process.getuid?.() !== 0) context.skip('needs root');
  });

  it('reports the host pid of a program that is pid 1 of its namespace', async () => {
    const helper = start(['--wait', '--pid-fd', '3', '--', 'sleep', '60']);
    const exit = once(helper, 'exit');
    const hostPid = Number(await readAll(helper.stdio[3]));
    expect(await namespacePids(hostPid)).toEqual([hostPid, 1]);
    process.kill(hostPid, 'SIGKILL');
    expect(await exit).toEqual([137, null]);
  });

  it('lets the program see pid 1', async () => {
    expect((await run('--wait', '--', 'sh', '-c', 'echo $$')).stdout).toBe('1\n');
  });

  it('exits with 0 and leaves the program running without --wait', async () => {
    const helper = start(['--pid-fd', '3', '--', 'sleep', '60']);
    const exit = once(helper, 'exit');
    const hostPid = Number(await readAll(helper.stdio[3]));
    expect(await exit).toEqual([0, null]);
    expect(await namespacePids(hostPid)).toEqual([hostPid, 1]);
    process.kill(hostPid, 'SIGKILL');
  });

  it('reports no pid when it is not asked to', async () => {
    expect(await run('--wait', '--', 'true')).toEqual({ status: 0, stdout: '', stderr: '', pidText: '' });
  });

  it('does not hand the pid descriptor to the program', async () => {
    const program = ['--', 'sh', '-c', 'test -e /proc/self/fd/3 && echo inherited || echo closed'];
    expect((await run('--wait', '--pid-fd', '3', ...program)).stdout).toBe('closed\n');
    expect((await run('--wait', ...program)).stdout).toBe('inherited\n');
  });

  it('passes the exit status on with --wait', async () => {
    expect((await run('--wait', '--', 'sh', '-c', 'exit 7')).status).toBe(7);
  });

  it('exits with 128 + signal when the program is killed', async () => {
    // By KILL from outside: pid 1 of a namespace cannot be killed from within it.
    const helper = start(['--wait', '--pid-fd', '3', '--', 'sleep', '60']);
    const exit = once(helper, 'exit');
    process.kill(Number(await readAll(helper.stdio[3])), 'SIGKILL');
    expect(await exit).toEqual([128 + 9, null]);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const)(
    'turns %s into the end of the program',
    async (signal) => {
      const helper = start([
        '--wait',
        '--pid-fd',
        '3',
        '--',
        'sh',
        '-c',
        'trap "" TERM INT HUP QUIT; echo up; sleep 60',
      ]);
      const exit = once(helper, 'exit');
      expect(await firstLine(helper.stdout)).toBe('up');
      helper.kill(signal);
      expect(await exit).toEqual([137, null]);
    },
  );

  it('exits with 127 and the reason when the program does not exist', async () => {
    expect(await run('--wait', '--pid-fd', '3', '--', '/nonexistent/program')).toEqual({
      status: 127,
      stdout: '',
      stderr: 'newpid_clone: cannot execute /nonexistent/program: No such file or directory\n',
      pidText: '',
    });
  });

  it('exits with 126 and the reason when the program is not executable', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'newpid-clone-'));
    const program = join(folder, 'program');
    await writeFile(program, '#!/bin/sh\n', { mode: 0o644 });
    expect(await run('--pid-fd', '3', '--', program)).toEqual({
      status: 126,
      stdout: '',
      stderr: `newpid_clone: cannot execute ${program}: Permission denied\n`,
      pidText: '',
    });
    await rm(folder, { recursive: true });
  });

  it.each([
    { args: [], complaint: 'no PROGRAM after --' },
    { args: ['--'], complaint: 'no PROGRAM after --' },
    { args: ['--nope', '--', 'true'], complaint: 'unknown or incomplete option: --nope' },
    { args: ['--pid-fd'], complaint: 'unknown or incomplete option: --pid-fd' },
    { args: ['--pid-fd', '2', '--', 'true'], complaint: '--pid-fd needs a number from 3 to 65535: 2' },
    { args: ['--pid-fd', '3x', '--', 'true'], complaint: '--pid-fd needs a number from 3 to 65535: 3x' },
    { args: ['--pid-fd', '999', '--', 'true'], complaint: '--pid-fd needs an open descriptor: 999' },
  ])('exits with 64 for $args', async ({ args, complaint }) => {
    expect(await run(...args)).toEqual({
      status: 64,
      stdout: '',
      stderr: `newpid_clone: ${complaint}; usage: newpid_clone [--wait] [--pid-fd N] -- PROGRAM [ARG...]\n`,
      pidText: '',
    });
  });

  it('kills the program when nobody can read the pid', async () => {
    const helper = spawn('sh', ['-c', 'exec 3>/dev/full; exec "$0" --pid-fd 3 -- sleep 60', helperPath], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const exit = once(helper, 'exit');
    expect(await readAll(helper.stderr)).toBe(
      'newpid_clone: cannot write the pid: No space left on device\n',
    );
    expect(await exit).toEqual([125, null]);
  });
});
