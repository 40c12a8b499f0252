import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTestFolder } from './run-tool.ts';

const handlerPath = resolve('native/build/uffd_handler');
const clientPath = resolve('native/build/uffd_client');
const hugePoolPath = '/proc/sys/vm/nr_hugepages';

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves with all of stdout when that holds the text. */
  readonly said: (part: string) => Promise<string>;
}

function start(path: string, args: readonly string[]): Running {
  const child = spawn(path, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  const exit = once(child, 'close');
  child.stdout.setEncoding('utf8').on('data', (part: string) => (stdout += part));
  const stderr = text(child.stderr);
  return {
    child,
    ended: exit.then(async () => ({ status: child.exitCode, stdout, stderr: await stderr })),
    async said(part): Promise<string> {
      await expect.poll(() => stdout, { timeout: 5000, interval: 2 }).toContain(part);
      return stdout;
    },
  };
}

async function readAll(stream: unknown): Promise<string> {
  if (!(stream instanceof Readable)) throw new Error('the stream is not readable');
  return text(stream);
}

interface Totals {
  readonly ended: string;
  readonly [figure: string]: number | string;
}

/** The handler's report without "ready". */
function readTotals(stdout: string): Totals {
  expect(stdout.split('\n')).toHaveLength(3);
  expect(stdout).toMatch(/^ready\n\{.*\}\n$/);
  return JSON.parse(stdout.slice('ready\n'.length)) as Totals;
}

/** CLOCK_MONOTONIC, as Node reads it. */
const nowNs = (): number => Number(process.hrtime.bigint());

let folder: { readonly path: string } & Disposable;
let running: Running[];
const socket = (): string => join(folder.path, 'uffd.sock');
const memory = (): string => join(folder.path, 'memory');

/** A memory file whose pages hold their own number, counted from 1. */
function writeMemory(pageCount: number, pageSize = 4096): void {
  const content = Buffer.alloc(pageCount * pageSize);
  for (let page = 0; page < pageCount; page += 1) content.writeBigUInt64LE(BigInt(page + 1), page * pageSize);
  writeFileSync(memory(), content);
}

function follow(path: string, args: readonly string[]): Running {
  const started = start(path, args);
  running.push(started);
  return started;
}

const startClient = (...args: readonly string[]): Running => follow(clientPath, args);

async function startHandler(...args: readonly string[]): Promise<Running> {
  const handler = follow(handlerPath, ['--socket', socket(), '--memory', memory(), ...args]);
  await Promise.race([handler.said('ready'), handler.ended]);
  return handler;
}

/** Serves one client from its first step to its end. */
async function serve(
  handlerArgs: readonly string[],
  clientArgs: readonly string[],
): Promise<{ readonly lines: readonly string[]; readonly totals: Totals }> {
  const handler = await startHandler(...handlerArgs);
  const client = await startClient(...clientArgs).ended;
  expect(client).toMatchObject({ status: 0, stderr: '' });
  const { status, stdout, stderr } = await handler.ended;
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return { lines: client.stdout.trim().split('\n'), totals: readTotals(stdout) };
}

beforeEach((context) => {
  context.skip(process.getuid?.() !== 0, 'not root: a userfaultfd that serves the kernel needs root');
  folder = makeTestFolder();
  running = [];
  writeMemory(8);
});

afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  folder[Symbol.dispose]();
});

describe('uffd_handler', () => {
  it('copies one page a fault on demand', async () => {
    const before = nowNs();
    const { lines, totals } = await serve([], [socket(), 'read:5', 'write:2', 'read:5', 'read:2']);
    expect(lines).toEqual(['5=6', '2 written', '5=6', '2=1003']);
    expect(totals).toMatchObject({
      ended: 'vmm-gone',
      faults: 2,
      bytes: 8192,
      populated_bytes: 0,
      populate_begin_ns: 0,
      removed_bytes: 0,
      zeroed_bytes: 0,
    });
    const { connected_ns, first_fault_ns, first_guest_fault_ns, service_ns } = totals;
    const moments = [before, connected_ns, first_fault_ns, first_guest_fault_ns, nowNs()];
    expect(moments).toEqual(moments.toSorted((a, b) => Number(a) - Number(b)));
    expect(new Set(moments).size).toBe(5);
    expect(service_ns).toBeGreaterThan(0);
  });

  it('copies everything at the first fault', async () => {
    const { lines, totals } = await serve(['--policy', 'all'], [socket(), 'read:5', 'read-all']);
    expect(lines).toEqual(['5=6', 'all=1,2,3,4,5,6,7,8']);
    expect(totals).toMatchObject({ faults: 1, bytes: 32_768, populated_bytes: 32_768 });
    expect(totals).toMatchObject({ first_guest_fault_ns: 0, ended: 'vmm-gone' });
    expect(totals['populate_begin_ns']).toBeGreaterThanOrEqual(Number(totals['first_fault_ns']));
    expect(totals['populate_end_ns']).toBeGreaterThan(Number(totals['populate_begin_ns']));
  });

  it('copies nothing as long as nobody asks, even everything', async () => {
    const { totals } = await serve(['--policy', 'all'], [socket()]);
    expect(totals).toMatchObject({ faults: 0, bytes: 0, first_fault_ns: 0, first_guest_fault_ns: 0 });
  });

  it('records faults, and prefetches what was recorded', async () => {
    const record = join(folder.path, 'record');
    const before = nowNs();
    await serve(['--record', record], [socket(), 'read:6', 'read:1', 'read:2', 'read:6']);
    const faults = readFileSync(record, 'utf8').trim().split('\n');
    expect(faults.map((line) => Number(line.split(' ')[1]) / 4096)).toEqual([6, 1, 2]);
    for (const [at, , serviceNs] of faults.map((line) => line.split(' ').map(Number))) {
      expect(at).toBeGreaterThan(before);
      expect(serviceNs).toBeGreaterThan(0);
    }

    const args = ['--policy', 'prefetch', '--working-set', record];
    const handler = await startHandler(...args);
    const client = startClient(socket(), 'line', 'read:1', 'read:2', 'read:6', 'read:7', 'read:0');
    // The prefetch is over long before: its pages raise no fault.
    await expect.poll(() => residentPages(client), { timeout: 5000, interval: 5 }).toBe(3);
    client.child.stdin?.write('\n');
    const { stdout } = await client.ended;
    expect(stdout).toBe('line\n1=2\n2=3\n6=7\n7=8\n0=1\n');
    const totals = readTotals((await handler.ended).stdout);
    expect(totals).toMatchObject({
      faults: 2,
      bytes: 5 * 4096,
      populated_bytes: 3 * 4096,
      first_guest_fault_ns: 0,
    });
    expect(totals['populate_begin_ns']).toBeGreaterThanOrEqual(Number(totals['connected_ns']));
    expect(totals['populate_end_ns']).toBeLessThan(Number(totals['first_fault_ns']));
  });

  it('serves several mappings from their own offsets', async () => {
    const { lines, totals } = await serve([], ['--pages', '3,1,4', socket(), 'read:7', 'read:3', 'read-all']);
    expect(lines).toEqual(['7=8', '3=4', 'all=1,2,3,4,5,6,7,8']);
    expect(totals).toMatchObject({ faults: 8, bytes: 32_768 });
    const whole = await serve(['--policy', 'all'], ['--pages', '3,1,4', socket(), 'read-all']);
    expect(whole.lines).toEqual(['all=1,2,3,4,5,6,7,8']);
    expect(whole.totals).toMatchObject({ faults: 1, bytes: 32_768 });
  });

  it.each(['page_size', 'page_size_kib', 'both'])('takes the page size by name: %s', async (name) => {
    const { lines } = await serve([], ['--name', name, socket(), 'read:4']);
    expect(lines).toEqual(['4=5']);
  });

  it('answers threads that ask for one page at once', async () => {
    const { lines, totals } = await serve([], [socket(), 'race:1', 'race:2', 'race:3', 'race:4']);
    expect(lines).toEqual(
      [1, 2, 3, 4].map(
        (n) =>
          `${n}=${Array(4)
            .fill(n + 1)
            .join(' ')}`,
      ),
    );
    expect(totals['bytes']).toBe(4 * 4096);
    expect(totals['faults']).toBeGreaterThanOrEqual(4);
  });

  it('gives zeros for what was given back, and for that only', async () => {
    const { lines, totals } = await serve(
      [],
      [socket(), 'read:3', 'remove:2-4', 'read-all', 'write:3', 'read:3', 'remove:3-3', 'read:3'],
    );
    expect(lines).toEqual(['3=4', 'removed', 'all=1,2,0,0,0,6,7,8', '3 written', '3=1004', 'removed', '3=0']);
    expect(totals).toMatchObject({ removed_bytes: 4 * 4096, zeroed_bytes: 4 * 4096, bytes: 6 * 4096 });
  });

  it('populates nothing that was given back', async () => {
    const { lines, totals } = await serve(
      ['--policy', 'all'],
      [socket(), 'remove:0-1', 'read:7', 'read-all'],
    );
    expect(lines).toEqual(['removed', '7=8', 'all=0,0,3,4,5,6,7,8']);
    expect(totals).toMatchObject({ populated_bytes: 6 * 4096, zeroed_bytes: 2 * 4096, faults: 3 });
  });

  it.each(['on-demand', 'all'])('tries again while pages are being given back (%s)', async (policy) => {
    writeMemory(4096);
    const { lines, totals } = await serve(
      ['--policy', policy],
      ['--pages', '4096', socket(), 'storm', 'read:4000'],
    );
    expect(lines).toEqual(['storm 2048', '4000=4001']);
    expect(totals['removed_bytes']).toBe(4 * 2048 * 4096);
    expect(totals['eagain']).toBeGreaterThan(0);
    expect(totals['bytes']).toBeGreaterThanOrEqual(2048 * 4096);
  });

  it('serves huge pages, and zeros for those given back', async (context) => {
    using pool = reserveHugePages(4);
    context.skip(pool.reserved < 4, `only ${pool.reserved} of 4 huge pages can be reserved`);
    writeMemory(4, 2_097_152);
    const args = ['--pages', '3,1', '--page-size', '2097152', socket()];
    const demanded = await serve([], [...args, 'read:3', 'read:0', 'remove:0-0', 'read-all']);
    expect(demanded.lines).toEqual(['3=4', '0=1', 'removed', 'all=0,2,3,4']);
    expect(demanded.totals).toMatchObject({ bytes: 4 * 2_097_152, zeroed_bytes: 2_097_152, faults: 5 });
    const whole = await serve(['--policy', 'all'], [...args, 'read-all']);
    expect(whole.lines).toEqual(['all=1,2,3,4']);
    expect(whole.totals).toMatchObject({ bytes: 4 * 2_097_152, faults: 1 });
  });

  it('lets the owner alone connect, once, through a path of any length', async () => {
    const deep = join(folder.path, 'd'.repeat(120), 'e'.repeat(120));
    mkdirSync(deep, { recursive: true });
    const path = join(deep, 'uffd.sock');
    const handler = follow(handlerPath, ['--socket', path, '--memory', memory(), '--owner', '70000:70001']);
    await handler.said('ready');
    const { uid, gid, mode } = statSync(path);
    expect([uid, gid, mode & 0o777]).toEqual([70_000, 70_001, 0o600]);
    const client = spawn(clientPath, ['uffd.sock', 'line', 'read:1'], { cwd: deep });
    await expect.poll(() => existsSync(path), { timeout: 5000, interval: 2 }).toBe(false);
    client.stdin.write('\n');
    expect(await text(client.stdout)).toBe('line\n1=2\n');
    expect(await handler.ended).toMatchObject({ status: 0, stderr: '' });
  });

  it('reports on another descriptor', async () => {
    const args = ['--report-fd', '3', '--socket', socket(), '--memory', memory()];
    const handler = spawn(handlerPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
    const report = readAll(handler.stdio[3]);
    await expect.poll(() => existsSync(socket()), { timeout: 5000, interval: 2 }).toBe(true);
    await startClient(socket(), 'read:1').ended;
    expect(readTotals(await report)).toMatchObject({ ended: 'vmm-gone', faults: 1 });
    expect(await readAll(handler.stdout)).toBe('');
  });
});

describe('the end of uffd_handler', () => {
  it('comes when the VMM hangs up', async () => {
    const handler = await startHandler();
    const client = startClient(socket(), 'read:1', 'close', 'line');
    expect(readTotals((await handler.ended).stdout)).toMatchObject({ ended: 'vmm-gone', faults: 1 });
    client.child.stdin?.end();
  });

  it('comes when the VMM is killed', async () => {
    const handler = await startHandler();
    const client = startClient(socket(), 'read:1', 'line');
    await client.said('1=2');
    client.child.kill('SIGKILL');
    expect(readTotals((await handler.ended).stdout)).toMatchObject({ ended: 'vmm-gone', faults: 1 });
  });

  it('comes when the memory has died and the connection lives', async () => {
    const record = join(folder.path, 'record');
    writeFileSync(record, '1 4096 1\n');
    const handler = await startHandler('--policy', 'prefetch', '--working-set', record);
    startClient('--orphan', socket());
    const { status, stdout } = await handler.ended;
    expect(status).toBe(0);
    expect(readTotals(stdout)).toMatchObject({ ended: 'vmm-gone', bytes: 0, faults: 0 });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('comes by %s, before and after a connection', async (signal) => {
    const early = await startHandler();
    early.child.kill(signal);
    const { status, stdout } = await early.ended;
    expect(status).toBe(0);
    expect(readTotals(stdout)).toMatchObject({ ended: 'signal', connected_ns: 0, faults: 0 });
    expect(existsSync(socket())).toBe(false);

    const record = join(folder.path, 'record');
    const late = await startHandler('--record', record);
    const client = startClient(socket(), 'read:1', 'line');
    await client.said('1=2');
    late.child.kill(signal);
    expect(readTotals((await late.ended).stdout)).toMatchObject({ ended: 'signal', faults: 1 });
    expect(readFileSync(record, 'utf8')).toMatch(/^\d+ 4096 \d+\n$/);
  });

  it('comes at the deadline', async () => {
    const handler = await startHandler('--timeout-ms', '50');
    expect(readTotals((await handler.ended).stdout)).toMatchObject({ ended: 'timeout', connected_ns: 0 });
    const connected = await startHandler('--timeout-ms', '200');
    startClient(socket(), 'read:1', 'line');
    expect(readTotals((await connected.ended).stdout)).toMatchObject({ ended: 'timeout', faults: 1 });
  });

  it('leaves the VMM hanging when it stalls', async () => {
    const handler = await startHandler('--stall');
    const client = startClient(socket(), 'line', 'read:1');
    client.child.stdin?.write('\n');
    await client.said('line');
    await expect.poll(() => isInPageFault(client), { timeout: 5000, interval: 2 }).toBe(true);
    client.child.kill('SIGKILL');
    expect((await client.ended).stdout).toBe('line\n');
    expect(readTotals((await handler.ended).stdout)).toMatchObject({
      ended: 'vmm-gone',
      faults: 0,
      bytes: 0,
    });
  });
});

describe('uffd_handler refuses', () => {
  const usage = 'usage: uffd_handler --socket PATH --memory FILE [OPTION...]';

  it.each([
    { args: [], complaint: 'missing: --socket' },
    { args: ['--socket', 's'], complaint: 'missing: --memory' },
    { args: ['--socket'], complaint: 'no value after: --socket' },
    { args: ['--nope'], complaint: 'unknown option: --nope' },
    { args: ['--policy', 'some'], complaint: '--policy needs on-demand, prefetch or all: some' },
    { args: ['--owner', '1'], complaint: '--owner needs UID:GID: 1' },
    { args: ['--owner', '-1:2'], complaint: '--owner needs UID:GID: -1:2' },
    { args: ['--report-fd', '77'], complaint: '--report-fd needs an open descriptor: 77' },
    { args: ['--timeout-ms', '0'], complaint: '--timeout-ms needs a number from 1: 0' },
    {
      args: ['--socket', 's', '--memory', 'm', '--policy', 'prefetch'],
      complaint: '--policy prefetch and --working-set need each other',
    },
  ])('the usage $args', async ({ args, complaint }) => {
    expect(await follow(handlerPath, args).ended).toEqual({
      status: 64,
      stdout: '',
      stderr: `uffd_handler: ${complaint}; ${usage}\n`,
    });
  });

  it('files that cannot be used, before it is ready', async () => {
    const run = (args: readonly string[]): Promise<Ended> => follow(handlerPath, args).ended;
    const failure = (text: string): Ended => ({
      status: 1,
      stdout: '',
      stderr: `uffd_handler: cannot ${text}\n`,
    });
    expect(await run(['--socket', socket(), '--memory', '/nowhere'])).toEqual(
      failure('read /nowhere: No such file or directory'),
    );
    expect(await run(['--socket', socket(), '--memory', folder.path])).toEqual(
      failure(`read ${folder.path}: it is not a file with content`),
    );
    const usual = ['--memory', memory(), '--socket'];
    expect(await run([...usual, '/nowhere/s'])).toEqual(
      failure('enter /nowhere/: No such file or directory'),
    );
    expect(await run([...usual, memory()])).toEqual(failure(`listen on ${memory()}: Address already in use`));
    expect(await run([...usual, join(folder.path, 'x'.repeat(108))])).toMatchObject({
      status: 1,
      stdout: '',
    });
    expect(await run([...usual, socket(), '--record', '/nowhere/r'])).toEqual(
      failure('write /nowhere/r: No such file or directory'),
    );
    const workingSet = join(folder.path, 'working-set');
    const prefetch = [...usual, socket(), '--policy', 'prefetch', '--working-set', workingSet];
    writeFileSync(workingSet, '1 4096 1\n1 32768 1\n');
    expect(await run(prefetch)).toEqual(
      failure(`use ${workingSet} as a working set: line 2 lies beyond the memory file`),
    );
    writeFileSync(workingSet, 'page 7\n');
    expect(await run(prefetch)).toEqual(
      failure(`use ${workingSet} as a working set: line 1 is not a recorded fault`),
    );
  });

  const mapping = '"base_host_virt_addr":4096,"size":4096,"offset":0,"page_size":4096';
  it.each([
    ['nothing', '[]', "read the VMM's message: it has no mapping"],
    ['text', 'hello', "read the VMM's message: it is not one JSON array"],
    ['a message that was cut', `[{${mapping}}`, "read the VMM's message: it is not one JSON array"],
    ['an object that was cut', `[{${mapping}]`, "read the VMM's message: it has an open object"],
    ['no size', '[{"base_host_virt_addr":4096}]', 'read the VMM\'s message: a mapping has no "size"'],
    [
      'a size in words',
      `[{${mapping.replace(':4096', ':"all"')}}]`,
      'read "base_host_virt_addr" in the VMM\'s message: it is not a whole number',
    ],
    [
      'pages of 1 KiB',
      `[{${mapping.replace('page_size":4096', 'page_size":1024')}}]`,
      'serve pages of 1024 bytes',
    ],
    [
      'half a page',
      `[{${mapping.replace('size":4096', 'size":2048')}}]`,
      'serve a mapping that is not whole pages: 2048 bytes at 0x1000',
    ],
    [
      'more than the file',
      `[{${mapping.replace('"offset":0', '"offset":32768')}}]`,
      'serve a mapping from 32768, 4096 bytes: the memory file has 32768',
    ],
  ])('a VMM that sends %s', async (_what, message, complaint) => {
    const handler = await startHandler();
    startClient('--message', message, socket(), 'line');
    expect(await handler.ended).toEqual({
      status: 1,
      stdout: 'ready\n',
      stderr: `uffd_handler: cannot ${complaint}\n`,
    });
  });

  it('a VMM that sends no userfaultfd', async () => {
    const handler = await startHandler();
    startClient('--no-descriptor', socket(), 'line');
    expect((await handler.ended).stderr).toBe(
      "uffd_handler: cannot take over the memory: the VMM's message does not carry one descriptor\n",
    );
  });

  it('a memory file that has become shorter', async () => {
    const handler = await startHandler();
    const client = startClient(socket(), 'line', 'read:7');
    truncateSync(memory(), 4096);
    client.child.stdin?.write('\n');
    expect(await handler.ended).toMatchObject({
      status: 1,
      stderr: 'uffd_handler: cannot serve the page at offset 0x7000: Bad address\n',
    });
  });
});

/** Pages of the client's largest anonymous mapping of 8 pages that are in memory: read without touching them. */
function residentPages({ child }: Running): number {
  const maps = readFileSync(`/proc/${child.pid ?? 0}/smaps`, 'utf8');
  const registered = maps.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m).find((part) => /^VmFlags:.*\bum\b/m.test(part));
  return Number(/^Rss:\s+(\d+) kB/m.exec(registered ?? '')?.[1]) / 4;
}

/** Blocked, and not in a system call (proc_pid_syscall(5)). */
function isInPageFault({ child }: Running): boolean {
  return readFileSync(`/proc/${child.pid ?? 0}/syscall`, 'utf8').startsWith('-1 ');
}

/** Enlarges the pool of huge pages, and puts it back. */
function reserveHugePages(count: number): { readonly reserved: number } & Disposable {
  const before = readFileSync(hugePoolPath, 'utf8');
  writeFileSync(hugePoolPath, String(Number(before) + count));
  return {
    reserved: Number(readFileSync(hugePoolPath, 'utf8')) - Number(before),
    [Symbol.dispose](): void {
      writeFileSync(hugePoolPath, before);
    },
  };
}
