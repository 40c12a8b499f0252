import { chmodSync, copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CleanupStack } from '../../src/base/cleanup-stack.ts';
import { waitUntil } from '../../src/base/waiting.ts';
import { openNetworkNamespace, type NetworkNamespace } from '../../src/host/network/network-namespace.ts';
import { currentOwner } from '../../src/host/vm-owner.ts';
import { readProcessStat } from '../../src/host/process-stat.ts';
import { createSshClient } from '../../src/host/ssh/ssh-client.ts';
import { hostPath } from '../../src/model/brands.ts';
import type { SshLimits, SshTarget, WaitForSshOptions } from '../../src/model/ssh.ts';
import { ownedVmId } from '../../src/model/vm-ids.ts';
import { textMatching } from '../text-matching.ts';
import { skipFor } from './skips.ts';
import { ip } from './network-namespace.ts';
import { makeTestFolder } from './run-tool.ts';
import { makeKeys, startSshd, whyNoSshd, type Sshd, type SshdPlace } from './sshd.ts';

const whyNot = whyNoSshd();
const guestIp = '10.200.0.2';

/** Two namespaces with a wire between them: the host's side of a VM, and the guest. */
interface Wire {
  readonly host: NetworkNamespace;
  readonly guest: NetworkNamespace;
  /** With the keys `host-key`, `id` (which the guest takes) and `stranger`. */
  readonly folder: string;
}

async function openWire(cleanup: CleanupStack): Promise<Wire> {
  const folder = makeTestFolder();
  cleanup.defer('remove the folder', () => {
    folder[Symbol.dispose]();
  });
  const host = cleanup.use('remove the host', await openNetworkNamespace(ownedVmId(currentOwner(), 1)));
  const guest = cleanup.use('remove the guest', await openNetworkNamespace(ownedVmId(currentOwner(), 2)));
  ip('-n', host.name, 'link', 'add', 'veth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', guest.name);
  ip('-n', host.name, 'addr', 'add', '10.200.0.1/30', 'dev', 'veth0');
  ip('-n', host.name, 'link', 'set', 'veth0', 'up');
  ip('-n', guest.name, 'addr', 'add', `${guestIp}/30`, 'dev', 'eth0');
  ip('-n', guest.name, 'link', 'set', 'eth0', 'up');
  makeKeys(folder.path);
  return { host, guest, folder: folder.path };
}

function sshdOf({ guest, folder }: Wire): SshdPlace {
  return { namespace: guest.name, address: guestIp, folder };
}

/** Connections that the guest has refused so far. */
function countRefused({ guest }: Wire): number {
  const text = ip('netns', 'exec', guest.name, 'cat', '/proc/net/snmp');
  const [names = [], values = []] = text
    .split('\n')
    .filter((line) => line.startsWith('Tcp:'))
    .map((line) => line.split(' '));
  return Number(values[names.indexOf('OutRsts')]);
}

function waitForRefused(wire: Wire, count: number): Promise<void> {
  return waitUntil({
    action: `see ${String(count)} refused connections`,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    retryMs: 20,
    look: () => {
      const seen = countRefused(wire);
      return seen >= count ? { ready: true, value: undefined } : { ready: false, seen: String(seen) };
    },
  });
}

const limits: SshLimits = { timeoutMs: 20_000, signal: new AbortController().signal };

function waitForSsh(target: SshTarget, options: WaitForSshOptions): Promise<void> {
  return createSshClient(target).waitForSsh(options);
}

describe('ssh', () => {
  let cleanup = new CleanupStack();
  let wire: Wire;

  beforeAll(async () => {
    if (whyNot !== undefined) return;
    wire = await openWire(cleanup);
  });

  beforeEach((context) => {
    skipFor(context, whyNot);
  });

  afterEach(() => {
    if (whyNot !== undefined) return;
    expect(ip('netns', 'pids', wire.host.name)).toBe('');
  });

  afterAll(async () => {
    await cleanup[Symbol.asyncDispose]();
    cleanup = new CleanupStack();
    if (whyNot === undefined) expect(ip('netns', 'list')).not.toContain(`mvb-${String(process.pid)}-`);
  });

  function aTarget(overrides: Partial<SshTarget> = {}): SshTarget {
    return {
      namespace: wire.host.name,
      host: guestIp,
      port: 22,
      user: 'root',
      identityFile: hostPath(join(wire.folder, 'id')),
      knownHosts: { policy: 'none' },
      connectTimeoutMs: 2000,
      ...overrides,
    };
  }

  /** A known_hosts file that gives the guest this key. */
  function knownHosts(key: string): SshTarget['knownHosts'] {
    const file = join(wire.folder, `known-${key}`);
    writeFileSync(file, `${guestIp} ${readFileSync(join(wire.folder, `${key}.pub`), 'utf8')}`);
    return { policy: 'strict', file: hostPath(file) };
  }

  it('waitForSsh() tries again until a late sshd is there', async () => {
    const before = countRefused(wire);
    const waiting = waitForSsh(aTarget(), { ...limits, retryMs: 20 });
    await waitForRefused(wire, before + 2);
    await using _sshd = await startSshd(sshdOf(wire));
    await waiting;
  });

  it('waitForSsh() ends at its deadline with the last thing seen', async () => {
    await expect(waitForSsh(aTarget(), { ...limits, timeoutMs: 300 })).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      message: `Cannot log in to root@${guestIp} port 22: ssh: connect to host ${guestIp} port 22: Connection refused after 300 ms`,
    });
  });

  it('waitForSsh() ends with the run', async () => {
    const abort = new AbortController();
    const before = countRefused(wire);
    const waiting = waitForSsh(aTarget(), { ...limits, signal: abort.signal });
    const refused = expect(waiting).rejects.toMatchObject({ code: 'ABORTED' });
    await waitForRefused(wire, before + 1);
    abort.abort();
    await refused;
  });

  it('waitForSsh() and run() end at their deadline though the guest has stopped', async () => {
    await using guest = await startSshd(sshdOf(wire));
    guest.child.kill('SIGSTOP');
    const stopped = aTarget({ connectTimeoutMs: 60_000 });
    await expect(waitForSsh(stopped, { ...limits, timeoutMs: 300 })).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      message: `Cannot log in to root@${guestIp} port 22: no answer after 300 ms`,
    });
    await expect(createSshClient(stopped).run(['true'], { ...limits, timeoutMs: 200 })).rejects.toMatchObject(
      {
        code: 'DEADLINE_EXCEEDED',
        message: `Cannot run "true" on ${guestIp}: it has not ended after 200 ms`,
      },
    );
  });

  it('waitForSsh() does not insist when the key is refused', async () => {
    await using _sshd = await startSshd(sshdOf(wire));
    const identityFile = hostPath(join(wire.folder, 'stranger'));
    await expect(waitForSsh(aTarget({ identityFile }), limits)).rejects.toMatchObject({
      code: 'GUEST_REFUSED',
      message: `Cannot log in to root@${guestIp} port 22: root@${guestIp}: Permission denied (publickey)`,
      hint: textMatching(/authorized_keys/),
    });
  });

  it('tells that a private key is open to others', async () => {
    await using _sshd = await startSshd(sshdOf(wire));
    const path = join(wire.folder, 'open');
    copyFileSync(join(wire.folder, 'id'), path);
    chmodSync(path, 0o644);
    await expect(waitForSsh(aTarget({ identityFile: hostPath(path) }), limits)).rejects.toMatchObject({
      code: 'GUEST_REFUSED',
      message: textMatching(/Permissions 0644 for '.*' are too open.*Permission denied/),
    });
  });

  it('waitForSsh() does not insist without a network namespace', async () => {
    await expect(waitForSsh(aTarget({ namespace: 'mvb-nowhere' }), limits)).rejects.toMatchObject({
      code: 'NETWORK_FAILED',
      message: textMatching(/Cannot open network namespace "mvb-nowhere"/),
    });
  });

  it('"strict" takes the known host key and refuses a changed one', async () => {
    await using _sshd = await startSshd(sshdOf(wire));
    await waitForSsh(aTarget({ knownHosts: knownHosts('host-key') }), limits);
    await expect(waitForSsh(aTarget({ knownHosts: knownHosts('stranger') }), limits)).rejects.toMatchObject({
      code: 'GUEST_REFUSED',
      message: `Cannot log in to root@${guestIp} port 22: its host key is not the known one`,
      hint: textMatching(/key of this guest/),
    });
  });

  it('"strict" refuses a host that is not known', async () => {
    await using _sshd = await startSshd(sshdOf(wire));
    const file = hostPath(join(wire.folder, 'known-nobody'));
    await expect(
      waitForSsh(aTarget({ knownHosts: { policy: 'strict', file } }), limits),
    ).rejects.toMatchObject({ message: textMatching(/: its host key is not known$/) });
    expect(existsSync(file)).toBe(false);
  });

  it('"accept-new" keeps the first key in its own file, and holds the host to it', async () => {
    await using _sshd = await startSshd(sshdOf(wire));
    const file = hostPath(join(wire.folder, 'known new'));
    const target = aTarget({ knownHosts: { policy: 'accept-new', file } });
    await waitForSsh(target, limits);
    const key = readFileSync(join(wire.folder, 'host-key.pub'), 'utf8').trim();
    expect(readFileSync(file, 'utf8')).toBe(`${guestIp} ${key}\n`);
    writeFileSync(file, `${guestIp} ${readFileSync(join(wire.folder, 'stranger.pub'), 'utf8')}`);
    await expect(waitForSsh(target, limits)).rejects.toMatchObject({
      message: textMatching(/its host key is not the known one$/),
    });
  });

  describe('run()', () => {
    it.each<[readonly string[], { stdout: string; stderr: string; exitCode: number }]>([
      [['echo', 'hello'], { stdout: 'hello\n', stderr: '', exitCode: 0 }],
      [['sh', '-c', 'printf out; printf err >&2; exit 3'], { stdout: 'out', stderr: 'err', exitCode: 3 }],
      [['sh', '-c', 'exit 255'], { stdout: '', stderr: '', exitCode: 255 }],
      [['exit', '4'], { stdout: '', stderr: '', exitCode: 4 }],
      [
        ['printf', '%s\n', 'a b', '$HOME', "it's", '-x', ''],
        { stdout: "a b\n$HOME\nit's\n-x\n\n", stderr: '', exitCode: 0 },
      ],
      [['cat'], { stdout: '', stderr: '', exitCode: 0 }],
    ])('of %j is data', async (command, result) => {
      await using _sshd = await startSshd(sshdOf(wire));
      expect(await createSshClient(aTarget()).run(command, limits)).toEqual(result);
    });

    it('tells the signal that ended the command', async () => {
      await using _sshd = await startSshd(sshdOf(wire));
      const { exitCode } = await createSshClient(aTarget()).run(['sh', '-c', 'kill -9 $$'], limits);
      expect(exitCode).toBe(137);
    });

    it('runs in the guest', async () => {
      await using _sshd = await startSshd(sshdOf(wire));
      const { stdout } = await createSshClient(aTarget()).run(['ip', '-brief', 'link'], limits);
      expect(stdout).toContain('eth0');
      expect(stdout).not.toContain('veth0');
    });

    it('fails when the connection is lost while the command runs', async () => {
      await using sshd = await startSshd(sshdOf(wire));
      using command = aLongCommand(wire);
      const running = createSshClient(aTarget()).run(command.words, limits);
      const lost = expect(running).rejects.toMatchObject({ code: 'GUEST_UNREACHABLE' });
      await command.started();
      for (const pid of sessionsOf(sshd, wire)) process.kill(pid, 'SIGKILL');
      await lost;
    });

    it('fails without an sshd', async () => {
      await expect(createSshClient(aTarget()).run(['true'], limits)).rejects.toMatchObject({
        code: 'GUEST_UNREACHABLE',
        message: `Cannot run "true" on ${guestIp}: ssh: connect to host ${guestIp} port 22: Connection refused`,
        hint: textMatching(/console/),
      });
    });

    it('fails when it is aborted', async () => {
      await using _sshd = await startSshd(sshdOf(wire));
      using command = aLongCommand(wire);
      const abort = new AbortController();
      const running = createSshClient(aTarget()).run(command.words, { ...limits, signal: abort.signal });
      const aborted = expect(running).rejects.toMatchObject({ code: 'ABORTED' });
      await command.started();
      abort.abort();
      await aborted;
    });
  });

  it('copyTo() and copyFrom() carry a file over and back, whatever its name', async () => {
    await using _sshd = await startSshd(sshdOf(wire));
    const client = createSshClient(aTarget());
    const bytes = Buffer.from(Array.from({ length: 4096 }, (_, index) => index % 256));
    const paths = ['sent', 'a b*[c]?$(x)\'"\\', 'back'].map((name) => join(wire.folder, name));
    const [sent = '', remote = '', back = ''] = paths;
    writeFileSync(sent, bytes);
    await client.copyTo({ local: hostPath(sent), remote }, limits);
    expect(readFileSync(remote)).toEqual(bytes);
    await client.copyFrom({ remote, local: hostPath(back) }, limits);
    expect(readFileSync(back)).toEqual(bytes);
  });

  it('copyFrom() tells what is not there', async () => {
    await using _sshd = await startSshd(sshdOf(wire));
    const local = hostPath(join(wire.folder, 'nothing'));
    await expect(
      createSshClient(aTarget()).copyFrom({ remote: '/nowhere/x', local }, limits),
    ).rejects.toMatchObject({
      code: 'COMMAND_FAILED',
      message: textMatching(/^Cannot copy "\/nowhere\/x" from 10\.200\.0\.2: .*No such file or directory$/),
    });
    expect(existsSync(local)).toBe(false);
  });
});

interface LongCommand extends Disposable {
  readonly words: readonly string[];
  readonly started: () => Promise<void>;
}

/** A command that runs in the guest until the end of the scope, whatever becomes of its connection. */
function aLongCommand({ folder }: Wire): LongCommand {
  const marker = join(folder, 'running');
  return {
    words: ['sh', '-c', 'touch "$1"; while [ -e "$1" ]; do sleep 0.02; done', 'sh', marker],
    started: () => waitForFile(marker),
    [Symbol.dispose](): void {
      rmSync(marker, { force: true });
    },
  };
}

/** The processes that serve a connection each. */
function sessionsOf({ child }: Sshd, { guest }: Wire): readonly number[] {
  return ip('netns', 'pids', guest.name)
    .split('\n')
    .filter(Boolean)
    .map(Number)
    .filter((pid) => pid !== child.pid && readProcessStat(pid)?.comm.startsWith('sshd') === true);
}

function waitForFile(path: string): Promise<void> {
  return waitUntil({
    action: `see "${path}"`,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    retryMs: 20,
    look: () => {
      if (existsSync(path)) return { ready: true, value: undefined };
      return { ready: false, seen: 'it is not there' };
    },
  });
}
