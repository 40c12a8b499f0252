import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CleanupStack } from '../../src/base/cleanup-stack.ts';
import { findLeftoverNamespaces, sweepLeftoverNamespaces } from '../../src/host/network/namespace-sweep.ts';
import { sweepLeftoverSubnets } from '../../src/host/network/subnet-sweep.ts';
import { hostPath, type HostPath } from '../../src/model/brands.ts';
import type { GuestNetworkSpec } from '../../src/model/guest-network.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import type { PrepareRequest, RestoreRequest } from '../../src/model/vm-driver.ts';
import type { OwnedVm, PreparedVm, RestorableVm } from '../../src/model/vm.ts';
import { launchModes } from '../../src/model/vm-spec.ts';
import { openApiClient, type ApiClient } from '../../src/vm/firecracker/api-client.ts';
import {
  patchNetworkInterface,
  readEffectiveConfig,
  readMmds,
} from '../../src/vm/firecracker/api-requests.ts';
import { jailLayout } from '../../src/vm/firecracker/jail-layout.ts';
import { sweepLeftovers } from '../../src/vm/firecracker/sweep.ts';
import { ip, whyNoLink } from './network-namespace.ts';
import { skipFor, whyNoVm } from './skips.ts';
import { aRequest, bootPhases, openTestDriver, subnetDirectoryOf, type TestDriver } from './support.ts';

const whyNot = whyNoVm() ?? whyNoLink('tap');
const rxRateLimiter = { bandwidth: { size: 1_048_576, refillTimeMs: 100, oneTimeBurst: 4096 } };
const txRateLimiter = { ops: { size: 1000, refillTimeMs: 1000 } };
const wait = { timeoutMs: 5000 };

describe('a guest network', () => {
  let host: TestDriver;
  let vms: CleanupStack;
  beforeEach(async (context) => {
    skipFor(context, whyNot);
    host = await openTestDriver();
    vms = new CleanupStack();
  });
  afterEach(async () => {
    if (whyNot !== undefined) return;
    await vms[Symbol.asyncDispose]();
    const remains = [...host.leftovers(), ...namespaces(), ...claims()];
    await host[Symbol.asyncDispose]();
    expect(remains).toEqual([]);
  });

  const namespaces = (): readonly string[] =>
    readdirSync('/var/run/netns').filter((name) => name.startsWith(`test-${process.pid}-`));

  const claims = (): readonly string[] => {
    const directory = subnetDirectoryOf(host.jailBase);
    return existsSync(directory) ? readdirSync(directory) : [];
  };

  const networked = (
    guestNetwork: GuestNetworkSpec = {},
    more: Partial<PrepareRequest> = {},
  ): PrepareRequest => aRequest({ guestNetwork, gid: 70_001, ...more });

  const prepare = async (request: PrepareRequest): Promise<PreparedVm> =>
    vms.use('end a VM', await host.driver.prepare(request));

  /** A second connection to a VM. */
  const apiOf = ({ id, signal }: Pick<PrepareRequest, 'id' | 'signal'>): ApiClient => {
    const { firecracker } = host.installation;
    const { runDirectory, socketName } = jailLayout({ base: host.jailBase, firecracker, id });
    const socketPath = join(runDirectory, socketName);
    return vms.use('close a connection', openApiClient({ socketPath, timeoutMs: 5000, signal }));
  };

  const expectInNamespace = (vm: Pick<OwnedVm, 'pid' | 'network'>): void => {
    const { namespacePath } = vm.network();
    expect(readlinkSync(`/proc/${vm.pid}/ns/net`)).toBe(`net:[${statSync(namespacePath).ino}]`);
  };

  it.each(launchModes)('is a namespace with a tap, in which the VMM runs (%s)', async (launch) => {
    const request = networked({ rxRateLimiter, txRateLimiter }, { launch });
    const vm = await prepare(request);
    const { ssh: _ssh, ...network } = vm.network();
    expect(network).toEqual({
      tapName: expect.stringMatching(/^tap0-[0-9a-z]{10}$/) as string,
      guestMac: '06:00:0a:c8:00:02',
      hostIp: '10.200.0.1',
      guestIp: '10.200.0.2',
      prefixLength: 30,
      namespace: request.id,
      namespacePath: `/var/run/netns/${request.id}`,
    });
    expectInNamespace(vm);
    expect(ip('-n', request.id, 'tuntap', 'show')).toMatch(
      new RegExp(`^${network.tapName}: tap .*persist user 70000 group 70001$`, 'm'),
    );
    expect(ip('-n', request.id, '-brief', '-4', 'addr', 'show', 'dev', network.tapName)).toContain(
      '10.200.0.1/30',
    );
    const running = await vm.boot();
    await running.waitReady(wait);
    expect(running.network()).toMatchObject(network);
    // The carrier is there: the VMM has the tap open.
    expect(ip('-n', request.id, '-brief', 'link', 'show', 'dev', network.tapName)).toContain(',LOWER_UP');
    const api = apiOf(request);
    await patchNetworkInterface(api, { ifaceId: 'eth0', txRateLimiter: rxRateLimiter });
    const config = await readEffectiveConfig(api);
    const limiter = { bandwidth: { size: 1_048_576, one_time_burst: 4096, refill_time: 100 } };
    expect(config).toMatchObject({
      'boot-source': {
        boot_args: 'timer=0xd0000000 mode=halt ip=10.200.0.2::10.200.0.1:255.255.255.252::eth0:off',
      },
      'network-interfaces': [
        {
          iface_id: 'eth0',
          host_dev_name: network.tapName,
          guest_mac: '06:00:0a:c8:00:02',
          rx_rate_limiter: limiter,
        },
      ],
    });
    await expect(patchNetworkInterface(api, { ifaceId: 'eth1' })).rejects.toMatchObject({
      code: 'VM_API_REJECTED',
    });
  });

  it('has phases of its own, in which nothing else is', async () => {
    const request = networked();
    const vm = await host.driver.prepare(request);
    await (await vm.boot()).waitReady(wait);
    await vm[Symbol.asyncDispose]();
    const { phases } = request.timeline.read();
    const { driver } = host;
    const plain = aRequest();
    const other = await driver.prepare(plain);
    await (await other.boot()).waitReady(wait);
    await other[Symbol.asyncDispose]();
    const names = phases.map(({ name }) => name);
    expect(names).toEqual(
      plain.timeline
        .read()
        .phases.flatMap(({ name }) =>
          name === 'jail' ? ['jail', 'network'] : name === 'remove' ? ['network_removal', 'remove'] : [name],
        ),
    );
    expect(bootPhases).toEqual(expect.arrayContaining(plain.timeline.read().phases.map(({ name }) => name)));
  });

  it('is not there, and nothing is claimed, where it is not asked for', async () => {
    const vm = await prepare(aRequest());
    expect(existsSync(subnetDirectoryOf(host.jailBase))).toBe(false);
    expect(readlinkSync(`/proc/${vm.pid}/ns/net`)).toBe(readlinkSync('/proc/self/ns/net'));
    expect(() => vm.network()).toThrow(
      expect.objectContaining({ code: 'SPEC_INVALID', hint: 'Prepare it with guestNetwork' }),
    );
  });

  it('has a subnet of its own for each of two VMs at once, the first again afterwards', async () => {
    const two = await Promise.all([prepare(networked()), prepare(networked())]);
    expect(two.map((vm) => vm.network().guestIp).sort()).toEqual(['10.200.0.2', '10.200.0.6']);
    two.forEach(expectInNamespace);
    await vms[Symbol.asyncDispose]();
    expect((await prepare(networked())).network().guestIp).toBe('10.200.0.2');
  });

  it('takes its subnet from the range that is asked for', async () => {
    const vm = await prepare(networked({ subnetRange: '198.18.0.0/30' }));
    expect(vm.network().guestIp).toBe('198.18.0.2');
    await expect(host.driver.prepare(networked({ subnetRange: '198.18.0.0/30' }))).rejects.toMatchObject({
      code: 'SUBNET_UNAVAILABLE',
      message: 'Cannot claim a subnet of "198.18.0.0/30": each is claimed already',
    });
    await expect(host.driver.prepare(networked({ subnetRange: '198.18.0.0/31' }))).rejects.toMatchObject({
      code: 'SPEC_INVALID',
    });
  });

  it('lets the guest reach the metadata service', async () => {
    const request = networked({
      ifaceId: 'net0',
      mmds: { version: 'V2', ipv4Address: '169.254.170.2', contents: { a: 'b' } },
    });
    await (await prepare(request)).boot();
    const api = apiOf(request);
    expect(await readMmds(api)).toEqual({ a: 'b' });
    expect(await readEffectiveConfig(api)).toMatchObject({
      'mmds-config': { version: 'V2', network_interfaces: ['net0'], ipv4_address: '169.254.170.2' },
    });
  });

  it('is refused before anything is made where it contradicts', async () => {
    const jail = { networkNamespace: hostPath('/proc/self/ns/net') };
    for (const request of [
      networked({}, { jail }),
      networked({ mtu: 9000 }),
      networked({ ifaceId: 'eth-0' }),
    ]) {
      await expect(host.driver.prepare(request)).rejects.toMatchObject({ code: 'SPEC_INVALID' });
      expect(request.timeline.read().phases).toEqual([]);
    }
  });

  it('goes with a VM that fails to start, or to be configured', async () => {
    const jail = { firecrackerArguments: ['--bogus'] };
    await expect(host.driver.prepare(networked({}, { jail }))).rejects.toThrow("Found argument 'bogus'");
    expect(namespaces()).toEqual([]);
    const taken = networked();
    ip('netns', 'add', taken.id);
    await expect(host.driver.prepare(taken)).rejects.toMatchObject({ code: 'NETWORK_FAILED' });
    expect(namespaces()).toEqual([taken.id]);
    ip('netns', 'del', taken.id);
    const stale = networked({ mmds: { contents: { long: 'x'.repeat(60_000) } } });
    await expect(host.driver.prepare(stale)).rejects.toMatchObject({ code: 'VM_API_REJECTED' });
  });

  describe('and a snapshot', () => {
    let folder: HostPath;
    beforeEach(() => {
      folder = hostPath(join(host.jailBase, 'snapshots'));
      mkdirSync(folder);
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    const snapshotOf = async (vm: PreparedVm, name: string): Promise<Snapshot> => {
      const running = await vm.boot();
      await running.waitReady(wait);
      return (await (await running.pause()).snapshot('full')).keep(hostPath(join(folder, name)));
    };

    const restoreRequest = (snapshot: Snapshot, more: Partial<RestoreRequest> = {}): RestoreRequest => {
      const { spec: _spec, ...request } = aRequest();
      return { ...request, snapshot, backend: { kind: 'file' }, ...more };
    };

    const prepareRestore = async (request: RestoreRequest): Promise<RestorableVm> =>
      vms.use('end a restored VM', await host.driver.prepareRestore(request));

    it('is there again in each of several restores at once, with the same addresses', async () => {
      const original = await prepare(networked({ rxRateLimiter }));
      const snapshot = await snapshotOf(original, 'first');
      const { ssh: _ssh, namespace: _name, namespacePath: _path, ...addressing } = original.network();
      expect(snapshot.guestNetwork).toEqual(addressing);
      const requests = [restoreRequest(snapshot), restoreRequest(snapshot)];
      // Beside the original, too, which has the subnet.
      const clones = await Promise.all(requests.map(prepareRestore));
      expect(claims()).toHaveLength(1);
      for (const [index, clone] of clones.entries()) {
        const running = await clone.restore();
        expect(running.network()).toMatchObject({ ...addressing, namespace: requests[index]?.id });
        expectInNamespace(clone);
        await running.collect();
        expect(clone.record().effectiveConfig).toMatchObject({
          'network-interfaces': [{ host_dev_name: addressing.tapName, guest_mac: addressing.guestMac }],
        });
      }
      expect(requests[0]?.timeline.read().phases.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['jail', 'network', 'spawn', 'load']),
      );
      expect(namespaces()).toHaveLength(3);
    });

    it('is refused beside another namespace, or other taps', async () => {
      const original = await prepare(networked());
      const snapshot = await snapshotOf(original, 'first');
      const clashes: readonly Partial<RestoreRequest>[] = [
        { jail: { networkNamespace: hostPath('/proc/self/ns/net') } },
        { networkOverrides: [{ ifaceId: 'eth0', hostDevName: 'tap9' }] },
      ];
      for (const clash of clashes) {
        await expect(host.driver.prepareRestore(restoreRequest(snapshot, clash))).rejects.toMatchObject({
          code: 'SPEC_INVALID',
        });
      }
    });
  });

  it('is swept, with its claim, when the harness was killed', async () => {
    const script = join(import.meta.dirname, 'die-with-network.ts');
    const child = spawnSync(process.execPath, ['--import', 'jiti/register', script, host.jailBase]);
    expect(child.signal, child.stderr.toString()).toBe('SIGKILL');
    const [left, ...others] = findLeftoverNamespaces().filter((name) => name.startsWith(`mvb-${child.pid}-`));
    expect(others).toEqual([]);
    expect(claims()).toEqual(['10.200.0.0-30']);
    const { firecracker } = host.installation;
    const swept = await sweepLeftovers({ jailBase: host.jailBase, firecracker, cgroupMount: undefined });
    expect(swept).toMatchObject([{ id: left, killedPids: [expect.any(Number)] }]);
    expect(await sweepLeftoverNamespaces()).toContainEqual({ name: left });
    expect(sweepLeftoverSubnets(subnetDirectoryOf(host.jailBase))).toEqual([{ subnet: '10.200.0.0/30' }]);
    expect(existsSync(`/var/run/netns/${left ?? ''}`)).toBe(false);
  });
});
