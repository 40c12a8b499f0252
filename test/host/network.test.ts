import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  addressingOf,
  openGuestNetwork,
  type GuestNetworkRequest,
} from '../../src/host/network/guest-network.ts';
import { readHostNetworks } from '../../src/host/network/host-routes.ts';
import { formatIpv4Network } from '../../src/host/network/ipv4.ts';
import { removeNetworkNamespace } from '../../src/host/network/namespace-removal.ts';
import { findLeftoverNamespaces, sweepLeftoverNamespaces } from '../../src/host/network/namespace-sweep.ts';
import { namespacePath, openNetworkNamespace } from '../../src/host/network/network-namespace.ts';
import { openSubnetAllocator } from '../../src/host/network/subnet-allocator.ts';
import { openTap, type TapRequest } from '../../src/host/network/tap.ts';
import { tapName } from '../../src/host/network/tap-name.ts';
import { currentOwner } from '../../src/host/vm-owner.ts';
import type { VmId } from '../../src/model/brands.ts';
import { ownedVmId } from '../../src/model/vm-ids.ts';
import { ip, whyNoLink } from './network-namespace.ts';
import { skipFor } from './skips.ts';
import { makeTestFolder } from './run-tool.ts';
import { textMatching } from '../text-matching.ts';
import { waitForStat } from './zombie.ts';

let sequence = 0;

function nextName(): VmId {
  sequence += 1;
  return ownedVmId(currentOwner(), sequence);
}

const whyNot = whyNoLink('tap');

/** Namespaces that this test process has made. */
function ownNamespaces(): readonly string[] {
  const { pid } = currentOwner();
  return (
    ip('netns', 'list')
      .split('\n')
      .filter((line) => line.startsWith(`mvb-${pid}-`))
      // An id may stand behind the name.
      .map((line) => line.split(' ')[0] ?? '')
  );
}

function linkNames(namespace: string): readonly string[] {
  return ip('-n', namespace, '-brief', 'link')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(/[ @]/)[0] ?? '')
    .filter((name) => name === 'lo' || name.startsWith('tap'));
}

/** A process in a namespace, ended at the end of the scope. */
async function startIn(namespace: string): Promise<{ readonly child: ChildProcess } & AsyncDisposable> {
  const child = spawn('ip', ['netns', 'exec', namespace, 'sleep', '60'], { stdio: 'ignore' });
  await waitForStat(child.pid ?? 0, ({ comm }) => comm === 'sleep');
  return { child, [Symbol.asyncDispose]: () => endChild(child) };
}

function nextLine(lines: Interface): Promise<string> {
  return new Promise((resolve) => {
    lines.once('line', resolve);
  });
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}

describe('network namespaces', () => {
  beforeEach((context) => {
    skipFor(context, whyNot);
  });

  it('openNetworkNamespace() makes one with its loopback up, and leaves nothing', async () => {
    const name = nextName();
    {
      await using namespace = await openNetworkNamespace(name);
      expect(namespace).toMatchObject({ name, path: `/var/run/netns/${name}` });
      expect(statSync(namespace.path).ino).not.toBe(statSync('/proc/self/ns/net').ino);
      expect(ip('-n', name, '-brief', 'link', 'show', 'dev', 'lo')).toContain('LOOPBACK,UP');
    }
    expect(ownNamespaces()).toEqual([]);
  });

  it('openNetworkNamespace() refuses a name that is taken, and leaves its owner alone', async () => {
    const name = nextName();
    {
      await using first = await openNetworkNamespace(name);
      await expect(openNetworkNamespace(name)).rejects.toMatchObject({
        code: 'NETWORK_FAILED',
        message: textMatching(/^Cannot run "ip": .*File exists/),
      });
      expect(existsSync(first.path)).toBe(true);
    }
    expect(ownNamespaces()).toEqual([]);
  });

  it('disposal waits until nothing runs in it', async () => {
    const namespace = await openNetworkNamespace(nextName());
    await using inside = await startIn(namespace.name);
    const removing = namespace[Symbol.asyncDispose]();
    expect(existsSync(namespace.path)).toBe(true);
    await endChild(inside.child);
    await removing;
    expect(ownNamespaces()).toEqual([]);
  });

  it('removeNetworkNamespace() names what runs in it, and leaves the name to be swept', async () => {
    await using namespace = await openNetworkNamespace(nextName());
    await using inside = await startIn(namespace.name);
    const { name, path } = namespace;
    await expect(removeNetworkNamespace({ name, path, timeoutMs: 30 })).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      message: `Cannot remove the network namespace "${name}": it is held by the processes ${String(inside.child.pid)} after 30 ms`,
    });
    expect(existsSync(path)).toBe(true);
  });

  it('disposal leaves another namespace alone that has the name by now', async () => {
    const namespace = await openNetworkNamespace(nextName());
    // Holds the first one, so that the kernel cannot give its inode number to the second.
    await using _inside = await startIn(namespace.name);
    ip('netns', 'del', namespace.name);
    ip('netns', 'add', namespace.name);
    await expect(namespace[Symbol.asyncDispose]()).rejects.toMatchObject({
      code: 'CLEANUP_FAILED',
      message: textMatching(/another one has this name now/),
    });
    expect(existsSync(namespace.path)).toBe(true);
    ip('netns', 'del', namespace.name);
  });

  it('disposal takes one that somebody has removed as removed', async () => {
    const namespace = await openNetworkNamespace(nextName());
    ip('netns', 'del', namespace.name);
    await namespace[Symbol.asyncDispose]();
  });

  it('sweepLeftoverNamespaces() removes those of dead owners alone, and tells which are held', async () => {
    // The owner is one that had this pid earlier, and is dead: no other test run has names like these.
    const { pid, startTicks } = currentOwner();
    const [free, held] = [1, 2].map((each) => ownedVmId({ pid, startTicks: startTicks - 1 }, each));
    if (free === undefined || held === undefined) return;
    await using living = await openNetworkNamespace(nextName());
    ip('netns', 'add', free);
    ip('netns', 'add', held);
    {
      await using inside = await startIn(held);
      expect(findLeftoverNamespaces()).toEqual(expect.arrayContaining([free, held]));
      expect(await sweepLeftoverNamespaces()).toContainEqual({
        name: held,
        failure: `Cannot remove the network namespace "${held}": it is held by the processes ${String(inside.child.pid)} after 1000 ms`,
      });
      expect(existsSync(namespacePath(free))).toBe(false);
    }
    await sweepLeftoverNamespaces();
    expect(ownNamespaces()).toEqual([living.name]);
  });
});

const jailUid = 70_000;

function aTap(namespace: string, overrides: Partial<TapRequest> = {}): TapRequest {
  return {
    namespace,
    name: 'tap0',
    ownerUid: jailUid,
    ownerGid: jailUid + 1,
    address: '10.200.0.1',
    prefixLength: 30,
    ...overrides,
  };
}

/** Opens a tap as the VMM does, as that user and without capabilities; tells "open" or the errno. */
const holderScript = `
  const koffi = require('koffi');
  const libc = koffi.load('libc.so.6');
  const open = libc.func('int open(const char *path, int flags)');
  const ioctl = libc.func('int ioctl(int fd, unsigned long request, void *argument)');
  const [name, uid] = process.argv.slice(1);
  process.setgroups([]); process.setgid(Number(uid) + 1); process.setuid(Number(uid));
  const request = Buffer.alloc(40);
  request.write(name);
  request.writeUInt16LE(0x5002, 16); // IFF_TAP | IFF_NO_PI | IFF_VNET_HDR
  const tun = open('/dev/net/tun', 2);
  console.log(ioctl(tun, 0x400454ca, request) === 0 ? 'open' : String(koffi.errno()));
  process.stdin.resume();
`;

interface TapHolder extends AsyncDisposable {
  readonly said: string;
  readonly close: () => Promise<void>;
}

async function holdTap(tap: TapRequest, uid: number): Promise<TapHolder> {
  const command = [process.execPath, '-e', holderScript, tap.name, String(uid)];
  const child = spawn('ip', ['netns', 'exec', tap.namespace, ...command], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const said = await nextLine(createInterface({ input: child.stdout }));
  return { said, close: () => endChild(child), [Symbol.asyncDispose]: () => endChild(child) };
}

function whyNoHolder(): string | undefined {
  try {
    createRequire(import.meta.url).resolve('koffi');
    return undefined;
  } catch {
    return 'koffi is not installed: nothing here can open a tap';
  }
}

describe('taps', () => {
  beforeEach((context) => {
    skipFor(context, whyNot);
  });

  it("openTap() makes one of the jail's user, up and with an address, and leaves nothing", async () => {
    await using namespace = await openNetworkNamespace(nextName());
    {
      await using tap = await openTap(aTap(namespace.name, { mtu: 9000 }));
      expect(tap.name).toBe('tap0');
      expect(ip('-n', namespace.name, 'link', 'show', 'dev', 'tap0')).toContain(' mtu 9000 ');
      expect(ip('-n', namespace.name, 'tuntap', 'show')).toContain(
        'tap0: tap persist user 70000 group 70001',
      );
      expect(ip('-n', namespace.name, '-brief', '-4', 'addr', 'show', 'dev', 'tap0')).toContain(
        '10.200.0.1/30',
      );
      expect(ip('-n', namespace.name, '-brief', 'link', 'show', 'dev', 'tap0')).toContain(',UP');
      expect(linkNames(namespace.name)).toEqual(['lo', 'tap0']);
    }
    expect(linkNames(namespace.name)).toEqual(['lo']);
  });

  it('openTap() says that there is one already, and leaves that one', async () => {
    await using namespace = await openNetworkNamespace(nextName());
    await using _first = await openTap(aTap(namespace.name));
    await expect(openTap(aTap(namespace.name))).rejects.toMatchObject({
      code: 'NETWORK_FAILED',
      message: `Cannot make the tap "tap0" in the network namespace "${namespace.name}": there is one of that name already`,
    });
    expect(linkNames(namespace.name)).toEqual(['lo', 'tap0']);
  });

  it('openTap() that fails midway leaves nothing', async () => {
    await using namespace = await openNetworkNamespace(nextName());
    await expect(openTap(aTap(namespace.name, { prefixLength: 99 }))).rejects.toMatchObject({
      code: 'NETWORK_FAILED',
    });
    expect(linkNames(namespace.name)).toEqual(['lo']);
  });

  it.each([-1, 0xffff_ffff, 1.5])(
    'openTap() refuses the owner %d, whose tap anybody could open',
    async (id) => {
      await expect(openTap(aTap('mvb-nowhere', { ownerUid: id }))).rejects.toMatchObject({
        code: 'SPEC_INVALID',
        message: `Cannot make the tap "tap0": ${String(id)} is not a user or group id`,
      });
    },
  );

  it('openTap() tells that there is no such namespace', async () => {
    await expect(openTap(aTap('mvb-nowhere'))).rejects.toMatchObject({
      code: 'NETWORK_FAILED',
      message: textMatching(/Cannot open network namespace "mvb-nowhere"/),
    });
  });

  it("may be opened by the jail's user alone; disposal waits until it is closed", async (context) => {
    skipFor(context, whyNoHolder());
    await using namespace = await openNetworkNamespace(nextName());
    const request = aTap(namespace.name);
    const tap = await openTap(request);
    {
      await using stranger = await holdTap(request, jailUid + 5);
      expect(stranger.said).toBe('1'); // EPERM
    }
    await using holder = await holdTap(request, jailUid);
    expect(holder.said).toBe('open');
    const deleting = tap[Symbol.asyncDispose]();
    expect(linkNames(namespace.name)).toEqual(['lo', 'tap0']);
    await holder.close();
    await deleting;
    expect(linkNames(namespace.name)).toEqual(['lo']);
  });
});

describe('guest network', () => {
  beforeEach((context) => {
    skipFor(context, whyNot);
  });

  const request = { ownerUid: jailUid, ownerGid: jailUid };

  it('openGuestNetwork() puts all together, and leaves nothing', async () => {
    using folder = makeTestFolder();
    const directory = join(folder.path, 'claims');
    const subnets = await openSubnetAllocator({ range: '198.18.0.0/24', directory });
    const id = nextName();
    {
      await using network = await openGuestNetwork({
        id,
        ...request,
        addressing: { kind: 'claimed', subnets },
      });
      expect({ ...network }).toMatchObject({
        namespace: id,
        namespacePath: `/var/run/netns/${id}`,
        tapName: tapName(id, 0),
        guestMac: '06:00:c6:12:00:02',
        hostIp: '198.18.0.1',
        guestIp: '198.18.0.2',
        prefixLength: 30,
      });
      expect(linkNames(id)).toEqual(['lo', network.tapName]);
      expect(readdirSync(directory)).toEqual(['198.18.0.0-30']);
    }
    expect(ownNamespaces()).toEqual([]);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('openGuestNetwork() that fails midway leaves nothing', async () => {
    using folder = makeTestFolder();
    const directory = join(folder.path, 'claims');
    const subnets = await openSubnetAllocator({ range: '198.18.0.0/24', directory });
    const addressing: GuestNetworkRequest['addressing'] = { kind: 'claimed', subnets };
    await expect(
      openGuestNetwork({ id: nextName(), ownerUid: -1, ownerGid: 1, addressing }),
    ).rejects.toMatchObject({ code: 'SPEC_INVALID' });
    expect(ownNamespaces()).toEqual([]);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('openGuestNetwork() gives clones the addresses of their snapshot, side by side', async () => {
    using folder = makeTestFolder();
    const subnets = await openSubnetAllocator({
      range: '198.18.0.0/24',
      directory: join(folder.path, 'claims'),
    });
    {
      await using original = await openGuestNetwork({
        id: nextName(),
        ...request,
        addressing: { kind: 'claimed', subnets },
      });
      const id = nextName();
      await using clone = await openGuestNetwork({
        id,
        ...request,
        addressing: { kind: 'copied', original },
      });
      expect(clone.namespace).toBe(id);
      expect(addressingOf(clone)).toEqual(addressingOf(original));
      expect(linkNames(id)).toEqual(['lo', original.tapName]);
    }
    expect(ownNamespaces()).toEqual([]);
  });
});

/** Why the routes cannot be read here. */
function whyNoRoutes(): string | undefined {
  try {
    ip('-V');
    return undefined;
  } catch {
    return 'there is no "ip" of iproute2';
  }
}

describe('host networks', () => {
  it('readHostNetworks() has the addresses of this host among them', async (context) => {
    skipFor(context, whyNoRoutes());
    expect((await readHostNetworks()).map(formatIpv4Network)).toContain('127.0.0.0/8');
  });
});

/** Claims subnets as a process of its own: opens, waits for a line, claims, tells, and holds until stdin ends. */
const claimerScript = `
  import { createJiti } from 'jiti';
  import { once } from 'node:events';
  import { createInterface } from 'node:readline';
  const load = (path) => createJiti(import.meta.url).import('./src/host/network/' + path);
  const { createSubnetAllocator } = await load('subnet-allocator.ts');
  const { currentOwner, isOwnerAlive } = await load('../vm-owner.ts');
  const [directory, count] = process.argv.slice(1);
  const allocator = createSubnetAllocator({
    range: '10.200.0.0/22', directory, hostNetworks: [], owner: currentOwner(), isAlive: isOwnerAlive,
  });
  console.log('opened');
  await once(createInterface({ input: process.stdin }), 'line');
  const claims = Array.from({ length: Number(count) }, () => allocator.claim().subnet.guestIp);
  console.log(JSON.stringify(claims));
  process.stdin.resume();
`;

interface Claimer {
  readonly child: ChildProcess;
  readonly lines: Interface;
}

async function startClaimer(directory: string, count: number): Promise<Claimer> {
  const args = ['--input-type=module', '-e', claimerScript, directory, String(count)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  await nextLine(lines);
  return { child, lines };
}

async function claimAll({ child, lines }: Claimer): Promise<readonly string[]> {
  const answered = nextLine(lines);
  child.stdin?.write('go\n');
  return (await answered).match(/[\d.]+/g) ?? [];
}

describe('subnet claims of several processes', () => {
  it('never give one subnet to two of them, while both take over from a dead one', async () => {
    using folder = makeTestFolder();
    const directory = join(folder.path, 'claims');
    const count = 100;
    const claimers = await Promise.all([startClaimer(directory, count), startClaimer(directory, count)]);
    for (let index = 0; index < 128; index += 1) {
      const claim = join(directory, `10.200.${String(index >> 6)}.${String((index * 4) & 0xff)}-30`);
      mkdirSync(claim, { mode: 0o700 });
      writeFileSync(join(claim, '4194305-1'), '');
    }
    const claimed = (await Promise.all(claimers.map(claimAll))).flat();
    expect(new Set(claimed).size).toBe(2 * count);
    expect(readdirSync(directory).length).toBe(2 * count);
    await Promise.all(claimers.map(({ child }) => endChild(child)));

    const third = await startClaimer(directory, 1);
    expect(await claimAll(third)).toEqual(['10.200.0.2']);
    expect(readdirSync(directory)).toEqual(['10.200.0.0-30']);
    await endChild(third.child);
  });
});

it('leaves this process in the network namespace in which it was', () => {
  expect(readlinkSync('/proc/self/ns/net')).toBe(readlinkSync(`/proc/${process.ppid}/ns/net`));
});
