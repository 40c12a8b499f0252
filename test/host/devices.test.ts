import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mountsBelow } from '../../src/host/mounts-below.ts';
import { hostPath, jailPath, type HostPath } from '../../src/model/brands.ts';
import type { DriveSpec } from '../../src/model/device-spec.ts';
import type { PrepareRequest } from '../../src/model/vm-driver.ts';
import type { PreparedVm } from '../../src/model/vm.ts';
import type { VmSpec } from '../../src/model/vm-spec.ts';
import { openApiClient, type ApiClient, type ApiRequest } from '../../src/vm/firecracker/api-client.ts';
import {
  patchDrive,
  patchMachineConfig,
  patchVmState,
  putLogLevel,
  putMmds,
  readEffectiveConfig,
  readInstanceState,
  readMmds,
  readVersion,
} from '../../src/vm/firecracker/api-requests.ts';
import { jailLayout, type JailLayout } from '../../src/vm/firecracker/jail-layout.ts';
import { removeJail } from '../../src/vm/firecracker/jail.ts';
import { sweepLeftovers } from '../../src/vm/firecracker/sweep.ts';
import { requireVm } from './skips.ts';
import { makeNamespace, remains, type TestNamespace } from './network-namespace.ts';
import { aRequest, openTestDriver, probeSpec, type TestDriver } from './support.ts';

const uid = aRequest().uid;
const rateLimiter = {
  bandwidth: { size: 1_048_576, refillTimeMs: 100, oneTimeBurst: 4096 },
  ops: { size: 1000, refillTimeMs: 1000 },
};
const limiterBody = {
  bandwidth: { size: 1_048_576, one_time_burst: 4096, refill_time: 100 },
  ops: { size: 1000, one_time_burst: null, refill_time: 1000 },
};

describe('the devices of a microVM', () => {
  let host: TestDriver;
  let folder: HostPath;
  let namespace: TestNamespace;
  beforeEach(async (context) => {
    requireVm(context);
    host = await openTestDriver();
    folder = hostPath(join(host.jailBase, 'files'));
    mkdirSync(folder);
    namespace = makeNamespace();
  });
  afterEach(async () => {
    namespace[Symbol.dispose]();
    expect(host.leftovers()).toEqual([]);
    rmSync(folder, { recursive: true });
    expect(remains(host.jailBase)).toEqual([]);
    await host[Symbol.asyncDispose]();
  });

  const layoutOf = (request: PrepareRequest): JailLayout =>
    jailLayout({ base: host.jailBase, firecracker: host.installation.firecracker, id: request.id });

  const image = (name: string, bytes = 1_048_576): HostPath => {
    writeFileSync(join(folder, name), Buffer.alloc(bytes));
    return hostPath(join(folder, name));
  };

  const drive = (driveId: string, more: Partial<DriveSpec> = {}): DriveSpec => ({
    driveId,
    path: image(`${driveId}.img`),
    isRootDevice: false,
    isReadOnly: false,
    ...more,
  });

  const requestFor = (change: Partial<VmSpec>, overrides: Partial<PrepareRequest> = {}): PrepareRequest =>
    aRequest({ spec: { ...probeSpec(), ...change }, ...overrides });

  interface Live {
    readonly vm: PreparedVm;
    readonly api: ApiClient;
    readonly layout: JailLayout;
  }

  /** Prepares a VM, opens a second connection to it for `use`, and ends it. */
  async function withVm<T>(request: PrepareRequest, use: (live: Live) => Promise<T>): Promise<T> {
    const layout = layoutOf(request);
    const vm = await host.driver.prepare(request);
    const socketPath = join(layout.runDirectory, layout.socketName);
    const api = openApiClient({ socketPath, timeoutMs: 5000, signal: request.signal });
    try {
      return await use({ vm, api, layout });
    } finally {
      await api[Symbol.asyncDispose]();
      await vm[Symbol.asyncDispose]();
    }
  }

  const configOf = (request: PrepareRequest): Promise<unknown> =>
    withVm(request, ({ api }) => readEffectiveConfig(api));

  it('are all in the configuration that the VMM gives back', async () => {
    namespace.addTap('tap0', uid);
    const metadataFile = hostPath(join(folder, 'metadata.json'));
    writeFileSync(metadataFile, '{"from":"file"}');
    const request = requestFor(
      {
        vcpus: 2,
        smt: true,
        trackDirtyPages: true,
        drives: [
          drive('root', { isRootDevice: true, isReadOnly: true, partuuid: '0eaa91a0-01' }),
          drive('data', { cacheType: 'Writeback', ioEngine: 'Async', rateLimiter }),
        ],
        networkInterfaces: [
          {
            ifaceId: 'eth0',
            hostDevName: 'tap0',
            guestMac: '06:00:ac:10:00:02',
            rxRateLimiter: rateLimiter,
            txRateLimiter: rateLimiter,
          },
        ],
        vsock: { guestCid: 3 },
        balloon: { amountMib: 16, deflateOnOom: true, statsPollingIntervalS: 1 },
        entropy: { rateLimiter },
        cpuConfig: { cpuid_modifiers: [], msr_modifiers: [], kvm_capabilities: [] },
        mmds: { version: 'V2', interfaces: ['eth0'], ipv4Address: '169.254.170.2' },
        metadataFile,
      },
      { jail: { networkNamespace: namespace.path } },
    );
    await withVm(request, async ({ vm, api, layout }) => {
      const network = readlinkSync(`/proc/${vm.pid}/ns/net`);
      expect(network).toBe(`net:[${statSync(namespace.path).ino}]`);
      expect(statSync(join(layout.root, 'vsock.socket')).isSocket()).toBe(true);
      expect(await readMmds(api)).toEqual({ from: 'file' });
      expect(await readInstanceState(api)).toBe('not-started');
      await (await vm.boot()).waitReady({ timeoutMs: 5000 });
      expect(await readInstanceState(api)).toBe('running');
      await patchVmState(api, 'Paused');
      expect(await readInstanceState(api)).toBe('paused');
      expect(await readVersion(api)).toBe('1.12.1');
      expect(await readEffectiveConfig(api)).toMatchObject({
        'machine-config': { vcpu_count: 2, mem_size_mib: 128, smt: true, track_dirty_pages: true },
        drives: [
          { drive_id: 'root', partuuid: '0eaa91a0-01', is_root_device: true, is_read_only: true },
          { drive_id: 'data', cache_type: 'Writeback', io_engine: 'Async', rate_limiter: limiterBody },
        ],
        'network-interfaces': [
          {
            iface_id: 'eth0',
            host_dev_name: 'tap0',
            guest_mac: '06:00:ac:10:00:02',
            rx_rate_limiter: limiterBody,
            tx_rate_limiter: limiterBody,
          },
        ],
        vsock: { guest_cid: 3, uds_path: 'vsock.socket' },
        balloon: { amount_mib: 16, deflate_on_oom: true, stats_polling_interval_s: 1 },
        entropy: { rate_limiter: limiterBody },
        'mmds-config': { version: 'V2', network_interfaces: ['eth0'], ipv4_address: '169.254.170.2' },
      });
    });
  });

  it('can be changed while the guest runs', async () => {
    namespace.addTap('tap0', uid);
    const request = requestFor(
      {
        drives: [drive('data')],
        networkInterfaces: [{ ifaceId: 'eth0', hostDevName: 'tap0' }],
        balloon: { amountMib: 0, statsPollingIntervalS: 1 },
      },
      { jail: { networkNamespace: namespace.path } },
    );
    await withVm(request, async ({ vm, api }) => {
      await expect(patchDrive(api, { driveId: 'data', rateLimiter })).rejects.toThrow(
        'The requested operation is not supported before starting the microVM.',
      );
      await vm.requests.changeMachine({ memMib: 64 });
      await vm.requests.setLogLevel('Info');
      const running = await vm.boot();
      await running.waitReady({ timeoutMs: 5000 });
      const { requests } = running;
      await requests.patchDrive({ driveId: 'data', path: drive('data').path, rateLimiter });
      await requests.patchNetworkInterface({ ifaceId: 'eth0', rxRateLimiter: rateLimiter });
      await expect(patchMachineConfig(api, { mem_size_mib: 128 })).rejects.toThrow(
        'The requested operation is not supported after starting the microVM.',
      );
      await expect(patchDrive(api, { driveId: 'data', path: jailPath('gone') })).rejects.toMatchObject({
        code: 'VM_API_REJECTED',
        faultMessage: expect.stringContaining('No such file or directory') as string,
      });
      expect(await requests.readBalloon()).toEqual({
        amountMib: 0,
        deflateOnOom: false,
        statsPollingIntervalS: 1,
      });
      expect(await requests.readBalloonStatistics()).toEqual({ targetMib: 0, actualMib: 0 });
      await requests.setBalloonStatisticsS(2);
      await expect(putLogLevel(api, 'Debug')).rejects.toThrow('not supported after starting the microVM.');
      await expect(requests.setBalloonMib(8)).rejects.toThrow('Device not activated yet.');
      expect(await readEffectiveConfig(api)).toMatchObject({
        'machine-config': { mem_size_mib: 64 },
        drives: [{ rate_limiter: limiterBody }],
      });
    });
  });

  it('gets another file for a drive, which is placed into the jail beside the first', async () => {
    await withVm(requestFor({ drives: [drive('data')] }), async ({ vm, layout }) => {
      const running = await vm.boot();
      await running.waitReady({ timeoutMs: 5000 });
      const other = drive('other').path;
      await running.requests.patchDrive({ driveId: 'data', path: other });
      await running.requests.patchDrive({ driveId: 'data', path: other });
      expect(
        readdirSync(layout.root)
          .filter((name) => name.startsWith('drive-'))
          .sort(),
      ).toEqual(['drive-data', 'drive-data.0', 'drive-data.1']);
      expect(await running.requests.readEffectiveConfig()).toMatchObject({
        drives: [{ drive_id: 'data', path_on_host: 'drive-data.1' }],
      });
      await expect(running.requests.patchDrive({ driveId: 'gone', path: other })).rejects.toMatchObject({
        code: 'SPEC_INVALID',
        message: 'Cannot use drives of the microVM: there is none with the id "gone"',
      });
    });
  });

  it('hold what the metadata service was told, patched as RFC 7396 says', async () => {
    await withVm(requestFor({}), async ({ vm: { requests } }) => {
      await requests.putMmds({ keep: 1, drop: 2 });
      await requests.patchMmds({ drop: null, add: { deep: true } });
      expect(await requests.readMmds()).toEqual({ keep: 1, add: { deep: true } });
      await expect(requests.putMmds({ long: 'x'.repeat(60_000) })).rejects.toThrow(
        'Cannot PUT /mmds: the body is larger than the VMM takes',
      );
    });
  });

  it('take more arguments of Firecracker: a larger body', async () => {
    const firecrackerArguments = [
      ...['--http-api-max-payload-size', '100000'],
      ...['--mmds-size-limit', '100000'],
    ];
    await withVm(requestFor({}, { jail: { firecrackerArguments } }), async ({ api }) => {
      await putMmds(api, { long: 'x'.repeat(60_000) });
    });
  });

  it('names the argument that Firecracker does not know', async () => {
    const preparing = host.driver.prepare(requestFor({}, { jail: { firecrackerArguments: ['--bogus'] } }));
    await expect(preparing).rejects.toThrow(/exit status 153.*Found argument 'bogus'/s);
  });

  it('bounds what the VMM may open and write', async () => {
    const jail = { resourceLimits: { noFile: 256, fsizeBytes: 10_485_760 } };
    await withVm(requestFor({}, { jail }), async ({ vm }) => {
      const limits = readFileSync(`/proc/${vm.pid}/limits`, 'utf8');
      expect(limits).toMatch(/Max open files +256 +256 /);
      expect(limits).toMatch(/Max file size +10485760 +10485760 /);
      await Promise.resolve();
    });
  });

  it('refuses a tap that is missing, of another user, or busy, and says which', async () => {
    const jail = { networkNamespace: namespace.path };
    namespace.addTap('tap0', uid);
    namespace.addTap('foreign', uid + 1);
    const withTap = (hostDevName: string): PrepareRequest =>
      requestFor({ networkInterfaces: [{ ifaceId: 'eth0', hostDevName }] }, { jail });
    for (const tap of ['absent', 'foreign']) {
      await expect(host.driver.prepare(withTap(tap))).rejects.toMatchObject({
        code: 'VM_API_REJECTED',
        message:
          'Cannot PUT /network-interfaces/eth0: its tap is absent from the network namespace of the jail, ' +
          'or belongs to another user than that of the jail',
        cause: { faultMessage: expect.stringContaining('Operation not permitted (os error 1)') as string },
      });
    }
    await withVm(withTap('tap0'), async () => {
      await expect(host.driver.prepare(withTap('tap0'))).rejects.toMatchObject({
        message: 'Cannot PUT /network-interfaces/eth0: another process holds its tap',
        cause: { faultMessage: expect.stringContaining('Resource busy (os error 16)') as string },
      });
    });
  });

  it.each<[string, ApiRequest, string]>([
    [
      'an unknown field',
      { method: 'PUT', path: '/machine-config', body: { vcpu_count: 1, mem_size_mib: 64, bogus: 1 } },
      'unknown field `bogus`',
    ],
    [
      'an odd number of vCPUs with SMT',
      { method: 'PUT', path: '/machine-config', body: { vcpu_count: 3, mem_size_mib: 64, smt: true } },
      'must be 1 or an even number if SMT is enabled',
    ],
    [
      'memory of no size',
      { method: 'PUT', path: '/machine-config', body: { vcpu_count: 1, mem_size_mib: 0 } },
      'The memory size (MiB) is either 0, or not a multiple of the configured page size.',
    ],
    [
      'a bad MAC address',
      {
        method: 'PUT',
        path: '/network-interfaces/eth0',
        body: { iface_id: 'eth0', host_dev_name: 'tap0', guest_mac: '06:00' },
      },
      'The provided MAC address is invalid.',
    ],
    [
      'another id in the path',
      { method: 'PUT', path: '/network-interfaces/eth1', body: { iface_id: 'eth0', host_dev_name: 'tap0' } },
      'The id from the path [eth1] does not match the id from the body [eth0]!',
    ],
    [
      'a metadata service without its interface',
      { method: 'PUT', path: '/mmds/config', body: { network_interfaces: ['eth0'] } },
      'does not correspond to any existing network interface.',
    ],
    [
      'a metadata service for no interface',
      { method: 'PUT', path: '/mmds/config', body: { network_interfaces: [] } },
      'that allow forwarding MMDS requests is empty.',
    ],
    [
      'a vsock in a missing folder',
      { method: 'PUT', path: '/vsock', body: { guest_cid: 3, uds_path: 'gone/v.sock' } },
      'Error binding to the host-side Unix socket: No such file or directory (os error 2)',
    ],
    [
      'a balloon above the memory',
      {
        method: 'PUT',
        path: '/balloon',
        body: { amount_mib: 4096, deflate_on_oom: false, stats_polling_interval_s: 0 },
      },
      'Amount of pages requested is too large.',
    ],
    ['a balloon that is not there', { method: 'GET', path: '/balloon' }, 'No balloon device found.'],
    [
      'a drive that is missing',
      {
        method: 'PUT',
        path: '/drives/a',
        body: { drive_id: 'a', path_on_host: 'gone.img', is_root_device: false, is_read_only: true },
      },
      'No such file or directory (os error 2) gone.img',
    ],
    [
      'an unknown I/O engine',
      {
        method: 'PUT',
        path: '/drives/a',
        body: {
          drive_id: 'a',
          path_on_host: 'kernel',
          is_root_device: false,
          is_read_only: true,
          io_engine: 'Fast',
        },
      },
      'unknown variant `Fast`, expected `Async` or `Sync`',
    ],
    [
      'a CPU template with an unknown field',
      { method: 'PUT', path: '/cpu-config', body: { bogus: [] } },
      'kvm_capabilities',
    ],
    [
      'metrics a second time',
      { method: 'PUT', path: '/metrics', body: { metrics_path: 'metrics' } },
      'Reinitialization of metrics not allowed.',
    ],
    [
      'a flush before the boot',
      { method: 'PUT', path: '/actions', body: { action_type: 'FlushMetrics' } },
      'not supported before starting the microVM.',
    ],
    [
      'an unknown request',
      { method: 'PUT', path: '/nope', body: {} },
      'Invalid request method and/or path: PUT nope.',
    ],
    [
      'the serial console in a file, which this version lacks',
      { method: 'PUT', path: '/serial', body: { serial_out_path: 'serial' } },
      'Invalid request method and/or path: PUT serial.',
    ],
  ])("keeps Firecracker's words for %s", async (_what, request, words) => {
    await withVm(requestFor({}), async ({ api }) => {
      const sending = api.send(request);
      await expect(sending).rejects.toMatchObject({ code: 'VM_API_REJECTED', status: 400 });
      await expect(sending).rejects.toThrow(words);
    });
  });

  it('names what was wrong before anything starts', async () => {
    const metadataFile = hostPath(join(folder, 'bad.json'));
    writeFileSync(metadataFile, '{');
    for (const change of [{ metadataFile }, { serialOutName: 'serial' }, { vcpus: 3, smt: true }])
      await expect(host.driver.prepare(requestFor(change))).rejects.toMatchObject({ code: 'SPEC_INVALID' });
    const jail = { networkNamespace: hostPath('/var/run/netns/nope') };
    await expect(host.driver.prepare(requestFor({}, { jail }))).rejects.toThrow(
      '"/var/run/netns/nope" is absent',
    );
  });

  it('lie on a ramdisk of their own size, and it is gone afterwards', async () => {
    const request = requestFor({
      drives: [
        drive('odd', { path: image('odd.img', 1_000_001), placement: 'ramdisk' }),
        drive('ro', { isReadOnly: true, placement: 'ramdisk' }),
        drive('disk'),
      ],
    });
    await withVm(request, async ({ vm, layout, api }) => {
      expect(mountsBelow(host.jailBase)).toEqual([layout.ramdisk]);
      expect(() => {
        removeJail(layout);
      }).toThrow(`Cannot remove the jail "${layout.directory}": ${layout.ramdisk} is still mounted`);
      await (await vm.boot()).waitReady({ timeoutMs: 5000 });
      expect(await readEffectiveConfig(api)).toMatchObject({
        drives: [
          { path_on_host: 'ramdisk/drive-odd' },
          { path_on_host: 'ramdisk/drive-ro' },
          { path_on_host: 'drive-disk' },
        ],
      });
    });
    expect(statSync(join(folder, 'odd.img')).uid).toBe(0);
  });

  it('are swept with their ramdisk and cgroups when the harness was killed', async () => {
    const child = spawnSync(process.execPath, [
      '--import',
      'jiti/register',
      join(import.meta.dirname, 'die-with-ramdisk.ts'),
      host.jailBase,
      drive('data').path,
    ]);
    expect(child.signal, child.stderr.toString()).toBe('SIGKILL');
    expect(mountsBelow(host.jailBase)).toHaveLength(1);
    const { firecracker } = host.installation;
    const swept = await sweepLeftovers({ jailBase: host.jailBase, firecracker, cgroupMount: undefined });
    expect(swept).toMatchObject([{ killedPids: [expect.any(Number)] }]);
    expect(swept[0]?.failure).toBeUndefined();
    expect(mountsBelow(host.jailBase)).toEqual([]);
  });

  it('are charged to the cgroups that the jail asks for, below a parent of its own', async (context) => {
    const memory = '/sys/fs/cgroup/memory';
    context.skip(!existsSync(join(memory, 'memory.limit_in_bytes')), 'no memory controller of version 1');
    const request = requestFor(
      {},
      {
        jail: {
          parentCgroup: `mvb-test-${process.pid}/own`,
          cgroups: { version: 1, settings: [{ file: 'memory.limit_in_bytes', value: '268435456' }] },
        },
      },
    );
    const parent = join(memory, `mvb-test-${process.pid}`, 'own');
    await withVm(request, async ({ vm }) => {
      expect(readFileSync(join(parent, request.id, 'memory.limit_in_bytes'), 'utf8').trim()).toBe(
        '268435456',
      );
      expect(readFileSync(`/proc/${vm.pid}/cgroup`, 'utf8')).toContain(`/own/${request.id}`);
      await Promise.resolve();
    });
  });

  it('use huge pages when the pool holds the whole guest', async (context) => {
    const poolFile = '/proc/sys/vm/nr_hugepages';
    const before = readFileSync(poolFile, 'utf8').trim();
    await expect(
      host.driver.prepare(requestFor({ hugePages: '2M', memMib: 2 * (Number(before) + 64) })),
    ).rejects.toMatchObject({ code: 'FACILITY_MISSING' });
    try {
      writeFileSync(poolFile, String(Number(before) + 64));
      const free = Number(/HugePages_Free: +(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]);
      context.skip(free < 64, `only ${free} huge pages could be reserved`);
      await withVm(requestFor({ hugePages: '2M', memMib: 128 }), async ({ vm, api }) => {
        await (await vm.boot()).waitReady({ timeoutMs: 5000 });
        expect(await readEffectiveConfig(api)).toMatchObject({ 'machine-config': { huge_pages: '2M' } });
        expect(readFileSync(`/proc/${vm.pid}/status`, 'utf8')).toMatch(/HugetlbPages:\s+[1-9]/);
      });
    } finally {
      writeFileSync(poolFile, before);
    }
  });

  it('keeps what came from the spec when nothing is named', async () => {
    expect(await configOf(requestFor({}))).toMatchObject({
      'machine-config': { smt: false, track_dirty_pages: false, huge_pages: 'None' },
      drives: [],
    });
  });
});
