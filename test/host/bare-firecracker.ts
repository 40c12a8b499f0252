import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  closeSync,
  constants,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { CleanupStack } from '../../src/base/cleanup-stack.ts';
import { waitUntil } from '../../src/base/waiting.ts';
import { cloneHelper, makeJailBase, openTestInstallation, probeGuest } from './support.ts';

const uid = 70_000;
const gid = 70_000;

/**
 * A jailed Firecracker that is told request by request, and whose serial console takes input. The driver does less: it
 * hands out no console and sends no request that a trial has no need of.
 */
export interface BareFirecracker extends AsyncDisposable {
  /** The host pid. */
  readonly pid: number;
  /** The jailed process's `/`. */
  readonly root: string;
  /** The jailed user, as `uid:gid`. */
  readonly owner: string;
  readonly send: (method: 'PUT' | 'PATCH', path: string, body: unknown) => Promise<void>;
  /** Boots the probe guest with this command line. */
  readonly boot: (bootArgs: string, memMib?: number) => Promise<void>;
  /** Copies a file into the jail, for the jailed user. */
  readonly give: (path: string, name: string) => void;
  /** Writes to the guest's COM1. */
  readonly type: (text: string) => void;
  /** All that the guest wrote to COM1. */
  readonly console: () => string;
  /** Resolves when the console matches; rejects when it does not in time, or the VMM ends first. */
  readonly saw: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly log: () => string;
  /** Firecracker's exit status, or 128 + the signal that ended it. */
  readonly ended: Promise<number>;
}

let sequence = 0;

export async function startBareFirecracker(): Promise<BareFirecracker> {
  const { firecracker, jailer } = await openTestInstallation();
  await using cleanup = new CleanupStack();
  const jailBase = makeJailBase();
  cleanup.defer('remove the jail', () => {
    rmSync(jailBase, { recursive: true });
  });
  const id = `bare-${process.pid}-${(sequence += 1)}`;
  const root = join(jailBase, 'firecracker', id, 'root');
  const give: BareFirecracker['give'] = (path, name) => {
    copyFileSync(path, join(root, name), constants.COPYFILE_FICLONE);
    chownSync(join(root, name), uid, gid);
  };
  mkdirSync(root, { recursive: true });
  chownSync(root, uid, gid);
  give('/dev/null', 'log');
  const input = openInput(join(jailBase, 'input'));
  cleanup.defer('close the input', () => {
    closeSync(input);
  });
  const args = [
    ...['--wait', '--pid-fd', '3', '--', jailer, '--id', id, '--exec-file', firecracker],
    ...['--uid', String(uid), '--gid', String(gid), '--chroot-base-dir', jailBase],
    ...['--', '--log-path', 'log', '--level', 'Debug', '--boot-timer'],
  ];
  const child = spawn(cloneHelper, args, { stdio: [input, 'pipe', 'inherit', 'pipe'], env: {} });
  const ended = once(child, 'exit').then(() => child.exitCode ?? NaN);
  cleanup.defer('end Firecracker', async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const console = followConsole(child);
  const pid = await readPid(child);
  const socketPath = join(root, 'run/firecracker.socket');
  await waitUntilAnswering(socketPath);
  const send: BareFirecracker['send'] = async (method, path, body) => {
    const { status, text } = await sendRequest(socketPath, { method, path, body });
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  };
  const owned = cleanup.move();
  return {
    ...{ pid, root, owner: `${uid}:${gid}`, send, give, ended },
    ...console,
    async boot(bootArgs, memMib = 128): Promise<void> {
      give(probeGuest, 'kernel');
      await send('PUT', '/machine-config', { vcpu_count: 1, mem_size_mib: memMib });
      await send('PUT', '/boot-source', { kernel_image_path: 'kernel', boot_args: bootArgs });
      await send('PUT', '/actions', { action_type: 'InstanceStart' });
    },
    type: (text) => void writeSync(input, text),
    log: () => readFileSync(join(root, 'log'), 'utf8'),
    [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose](),
  };
}

/** Where Firecracker 1.12.1 puts the VM generation ID, as the guest is told; its log says it at each boot. */
export const generationId = 'gen=0xdfff0';

/** A VM that runs the probe guest. */
export async function bootGuest(bootArgs: string, memMib?: number): Promise<BareFirecracker> {
  await using cleanup = new CleanupStack();
  const vm = cleanup.use('end the VM', await startBareFirecracker());
  await vm.boot(bootArgs, memMib);
  cleanup.move();
  return vm;
}

/** Firecracker takes input from a FIFO or a terminal only; what Node calls a pipe is a socket. */
function openInput(path: string): number {
  execFileSync('mkfifo', [path]);
  return openSync(path, constants.O_RDWR);
}

async function readPid(child: ChildProcess): Promise<number> {
  const pipe = child.stdio[3];
  if (!(pipe instanceof Readable)) throw new Error('the pid cannot be read');
  return Number(await readText(pipe));
}

function followConsole(child: ChildProcess): Pick<BareFirecracker, 'console' | 'saw'> {
  let text = '';
  const wakes = new Set<() => void>();
  const wakeAll = (): void => {
    for (const wake of wakes) wake();
  };
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    wakeAll();
  });
  child.on('close', wakeAll);
  return {
    console: () => text,
    saw: (pattern) =>
      waitUntil({
        action: `see ${String(pattern)} on the console`,
        timeoutMs: 10_000,
        signal: new AbortController().signal,
        look: () => {
          const match = pattern.exec(text);
          if (match !== null) return { ready: true, value: match };
          if (child.exitCode !== null) throw new Error(`Firecracker ended with "${text}" on the console`);
          return { ready: false, seen: `"${text}"` };
        },
        subscribe: (wake) => {
          wakes.add(wake);
          return () => wakes.delete(wake);
        },
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

function sendRequest(
  socketPath: string,
  { method, path, body }: { readonly method: string; readonly path: string; readonly body?: unknown },
): Promise<Answer> {
  const payload = body === undefined ? '' : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': payload.length };
    const sent = request({ socketPath, method, path, headers, agent: false }, (response) => {
      readText(response).then((text) => {
        resolve({ status: response.statusCode ?? 0, text });
      }, reject);
    });
    sent.on('error', reject);
    sent.end(payload);
  });
}

async function waitUntilAnswering(socketPath: string): Promise<void> {
  await waitUntil({
    action: 'reach the API socket',
    timeoutMs: 5000,
    signal: new AbortController().signal,
    look: async () => {
      const isAnswering = await sendRequest(socketPath, { method: 'GET', path: '/' }).then(
        ({ status }) => status === 200,
        () => false, // not there yet, or not listening yet
      );
      return isAnswering ? { ready: true, value: undefined } : { ready: false, seen: 'it does not answer' };
    },
    retryMs: 2,
  });
}
