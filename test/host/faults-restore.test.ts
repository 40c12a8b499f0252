import {
  chownSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readCommandLine } from '../../src/host/process-stat.ts';
import { hostPath, type HostPath } from '../../src/model/brands.ts';
import type { MemoryBackend, Snapshot } from '../../src/model/snapshot.ts';
import type { PrepareRequest, RestoreRequest, VmDriver } from '../../src/model/vm-driver.ts';
import type { VmSpec } from '../../src/model/vm-spec.ts';
import { openApiClient } from '../../src/vm/firecracker/api-client.ts';
import { putAction } from '../../src/vm/firecracker/api-requests.ts';
import type { JailLayout } from '../../src/vm/firecracker/jail-layout.ts';
import { expectFault, layoutOf, leftOf, type Told } from './faults.ts';
import { makeNamespace, type TestNamespace } from './network-namespace.ts';
import { whyNoVm } from './skips.ts';
import {
  aRequest,
  openTestDriver,
  probeSpec,
  uffdHandler,
  useTestDriver,
  type TestDriver,
} from './support.ts';
import { withOtherFormat } from './vmstate.ts';

const onDemand: MemoryBackend = { kind: 'uffd', policy: { kind: 'on-demand' } };
/** It goes on to touch pages that nobody has touched before. */
const restless = 'timer=0xd0000000 mode=read touch=64 passes=0';

interface Taking {
  readonly name: string;
  readonly spec?: Partial<VmSpec>;
  readonly jail?: PrepareRequest['jail'];
}

async function take(driver: VmDriver, folder: HostPath, { name, spec, jail }: Taking): Promise<Snapshot> {
  const request = aRequest({
    spec: { ...probeSpec(restless), ...spec },
    ...(jail === undefined ? {} : { jail }),
  });
  await using vm = await driver.prepare(request);
  const running = await vm.boot();
  await running.waitReady({ timeoutMs: 5000 });
  const snapshot = await (await (await running.pause()).snapshot('full')).keep(hostPath(join(folder, name)));
  await vm[Symbol.asyncDispose]();
  return snapshot;
}

/** The handler of `driver`, with more arguments. */
function handlerWith(folder: HostPath, words: string): HostPath {
  const path = hostPath(join(folder, `handler-${words.replaceAll(/\W/g, '')}`));
  writeFileSync(path, `#!/bin/sh\nexec ${uffdHandler} "$@" ${words}\n`, { mode: 0o755 });
  return path;
}

describe('a restore that fails tells the cause:', () => {
  const host = useTestDriver();
  let maker: TestDriver;
  let folder: HostPath;
  let namespace: TestNamespace;
  let plain: Snapshot;
  let devices: Snapshot;
  beforeAll(async () => {
    // The tests skip themselves then.
    if (whyNoVm() !== undefined) return;
    maker = await openTestDriver();
    folder = hostPath(join(maker.jailBase, 'snapshots'));
    mkdirSync(folder);
    namespace = makeNamespace();
    namespace.addTap('tap0', aRequest().uid);
    namespace.addTap('foreign', aRequest().uid + 1);
    plain = await take(maker.driver, folder, { name: 'plain' });
    const image = hostPath(join(folder, 'image'));
    writeFileSync(image, Buffer.alloc(4096));
    const spec: Partial<VmSpec> = {
      vsock: { guestCid: 3 },
      drives: [{ driveId: 'a', path: image, isRootDevice: false, isReadOnly: false }],
      networkInterfaces: [{ ifaceId: 'eth0', hostDevName: 'tap0' }],
    };
    devices = await take(maker.driver, folder, { name: 'devices', spec, jail: inNamespace().jail });
  });
  afterEach(() => {
    const { path } = namespace;
    expect(leftOf(host).filter((each) => !path.endsWith(each))).toEqual([]);
  });
  afterAll(async () => {
    if (whyNoVm() !== undefined) return;
    namespace[Symbol.dispose]();
    rmSync(folder, { recursive: true });
    expect(leftOf(maker)).toEqual([]);
    await maker[Symbol.asyncDispose]();
  });

  const inNamespace = (): { readonly jail: NonNullable<PrepareRequest['jail']> } => ({
    jail: { networkNamespace: namespace.path },
  });

  function restoreRequest(snapshot: Snapshot, overrides: Partial<RestoreRequest> = {}): RestoreRequest {
    const { spec: _spec, ...request } = aRequest({ timeoutMs: 1000 });
    return { ...request, snapshot, backend: { kind: 'file' }, ...overrides };
  }

  /** Restores after `spoil` has been at the jail. */
  async function restore(
    { driver, ...paths }: Pick<TestDriver, 'driver' | 'jailBase' | 'installation'>,
    request: RestoreRequest,
    spoil?: (layout: JailLayout) => void | Promise<void>,
  ): Promise<void> {
    const vm = await driver.prepareRestore(request);
    try {
      await spoil?.(layoutOf(paths, request));
      await vm.restore();
    } finally {
      await vm[Symbol.asyncDispose]();
    }
  }

  const copyOf = (path: HostPath, name: string): HostPath => {
    copyFileSync(path, join(folder, name));
    return hostPath(join(folder, name));
  };
  const cutTo = (path: HostPath, bytes: number): HostPath => {
    const cut = copyOf(path, `cut-${bytes}`);
    truncateSync(cut, bytes);
    return cut;
  };
  const written = (name: string, content: Buffer): HostPath => {
    writeFileSync(join(folder, name), content);
    return hostPath(join(folder, name));
  };
  const flipped = (path: HostPath, at: number): HostPath => {
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    return written(`flipped-${at}`, bytes);
  };

  interface Fault extends Told {
    readonly what: string;
    /** Of the snapshot without devices. */
    readonly change?: () => Partial<Snapshot>;
    readonly request?: Partial<RestoreRequest>;
    readonly spoil?: (layout: JailLayout) => void;
  }
  const damaged = 'Cannot restore the snapshot: its vmstate file is damaged or cut off';
  const nowhere = hostPath('/nowhere');

  it.each<Fault>([
    {
      what: 'no vmstate file',
      change: () => ({ vmstate: nowhere }),
      code: 'SNAPSHOT_INVALID',
      says: 'Cannot restore the snapshot "/nowhere": its vmstate file is absent',
    },
    {
      what: 'no memory file',
      change: () => ({ memory: nowhere }),
      code: 'SNAPSHOT_INVALID',
      says: 'Cannot restore the snapshot "/nowhere": its memory file is absent',
    },
    {
      what: 'no memory file for the page-fault handler',
      change: () => ({ memory: nowhere }),
      request: { backend: onDemand },
      code: 'SNAPSHOT_INVALID',
      says: 'Cannot restore the snapshot "/nowhere": its memory file is absent',
    },
    {
      what: 'a memory file that is too short',
      change: () => ({ memory: cutTo(plain.memory, 67_108_864) }),
      code: 'SNAPSHOT_INVALID',
      says: /^Cannot restore the snapshot ".*cut-67108864": the file has 67108864 bytes, and the guest 128 MiB$/,
    },
    {
      what: 'a memory file that is too short for the page-fault handler',
      change: () => ({ memory: cutTo(plain.memory, 67_108_864) }),
      request: { backend: onDemand },
      code: 'SNAPSHOT_INVALID',
      says: /the file has 67108864 bytes, and the guest 128 MiB$/,
    },
    {
      what: 'a spec with more memory than the snapshot has',
      change: () => ({ spec: { ...plain.spec, memMib: 256 } }),
      code: 'SNAPSHOT_INVALID',
      says: /the file has 134217728 bytes, and the guest 256 MiB$/,
      hint: /spec/,
    },
    {
      what: 'a diff by itself',
      change: () => ({ kind: 'diff' }),
      code: 'SNAPSHOT_INVALID',
      says: /^Cannot restore the snapshot ".*": a diff holds only the pages that changed since its parent$/,
      hint: /Merge/,
    },
    {
      what: 'a snapshot of a newer Firecracker',
      change: () => ({ firecrackerVersion: '1.13.0' }),
      code: 'SNAPSHOT_INVALID',
      says: /^Cannot restore the snapshot ".*": Firecracker 1\.13\.0 made it, and this is 1\.12\.1$/,
    },
    {
      what: 'another file in place of the vmstate',
      change: () => ({ vmstate: plain.memory }),
      code: 'SNAPSHOT_INVALID',
      says: /does not begin like the state of a microVM on x86-64$/,
    },
    {
      what: 'a vmstate in another format',
      change: () => ({ vmstate: written('format', withOtherFormat(readFileSync(plain.vmstate))) }),
      code: 'SNAPSHOT_INVALID',
      says: 'Cannot restore the snapshot: it is in a format that this Firecracker does not read',
      cause: /9\.0\.0/,
    },
    {
      what: 'a vmstate with a bit that is not as it was',
      change: () => ({ vmstate: flipped(plain.vmstate, 3000) }),
      code: 'SNAPSHOT_INVALID',
      says: damaged,
      cause: /^Cannot PUT \/snapshot\/load: Firecracker answered 400, ".*CRC64 validation failed: \d+"/,
    },
    {
      what: 'a vmstate that is cut off',
      change: () => ({ vmstate: cutTo(plain.vmstate, 5000) }),
      code: 'SNAPSHOT_INVALID',
      says: damaged,
      cause: /CRC64 validation failed/,
    },
    {
      what: 'a vmstate that is gone from the jail',
      spoil: ({ root }) => {
        rmSync(join(root, 'vmstate'));
      },
      code: 'SNAPSHOT_INVALID',
      says: 'Cannot restore the snapshot: its vmstate file cannot be opened in the jail',
      cause: /Failed to open snapshot file: No such file or directory/,
    },
    {
      what: 'a memory file that is gone from the jail',
      spoil: ({ root }) => {
        rmSync(join(root, 'memory'));
      },
      code: 'SNAPSHOT_INVALID',
      says: 'Cannot restore the snapshot: its memory file cannot be opened in the jail',
      cause: /Failed to load guest memory: No such file or directory/,
    },
    {
      what: 'a memory file that was cut off in the jail',
      spoil: ({ root }) => {
        const path = join(root, 'memory');
        rmSync(path);
        writeFileSync(path, Buffer.alloc(4096), { mode: 0o644 });
      },
      code: 'SNAPSHOT_INVALID',
      says: "Cannot restore the snapshot: its memory file is shorter than the guest's memory",
      cause: /file offset and length is greater then file length/,
    },
    {
      what: 'a guest on huge pages, from the file',
      change: () => ({ spec: { ...plain.spec, hugePages: '2M' } }),
      code: 'SPEC_INVALID',
      says: 'Cannot use hugePages of the microVM: a guest on huge pages is restored by a page-fault handler only, not from the file',
    },
    {
      what: 'a tap for an interface that the snapshot has not',
      request: { networkOverrides: [{ ifaceId: 'eth9', hostDevName: 'tap0' }] },
      code: 'SPEC_INVALID',
      says: 'Cannot use networkOverrides of the microVM: the snapshot has no network interface "eth9"',
    },
    {
      what: 'an interface that only the spec has',
      change: () => ({ spec: { ...plain.spec, networkInterfaces: [{ ifaceId: 'eth0', hostDevName: 't' }] } }),
      request: { networkOverrides: [{ ifaceId: 'eth0', hostDevName: 'tap0' }] },
      code: 'SNAPSHOT_INVALID',
      says: 'Cannot restore the snapshot: it has no network interface of the name in networkOverrides',
      cause: /Unknown Network Device/,
    },
    {
      what: 'no working set to prefetch',
      request: { backend: { kind: 'uffd', policy: { kind: 'prefetch', workingSet: nowhere } } },
      code: 'SPEC_INVALID',
      says: 'Cannot place "/nowhere" in the jail: it is not a file',
      hint: /working set/,
    },
    {
      what: "a page-fault handler's socket that is gone",
      request: { backend: onDemand },
      spoil: ({ root }) => {
        rmSync(join(root, 'uffd.sock'));
      },
      code: 'VM_API_REJECTED',
      says: 'Cannot restore the snapshot: the page-fault handler has gone, or its socket has',
      cause: /Failed to connect to UDS Unix stream: No such file or directory/,
    },
    {
      what: "a page-fault handler's socket of another user",
      request: { backend: onDemand },
      spoil: ({ root }) => {
        chownSync(join(root, 'uffd.sock'), 0, 0);
      },
      code: 'VM_API_REJECTED',
      says: "Cannot restore the snapshot: the page-fault handler's socket belongs to another user than that of the jail",
      cause: /Failed to connect to UDS Unix stream: Permission denied/,
    },
    {
      what: 'less memory in its cgroup than the VMM takes',
      request: {
        jail: { cgroups: { version: 1, settings: [{ file: 'memory.limit_in_bytes', value: '1048576' }] } },
      },
      code: 'VMM_EXITED',
      says: 'Cannot go on with the microVM: Firecracker was killed by the kernel: the memory of its cgroup was used up',
    },
  ])('$what', async ({ change, request, spoil, ...told }) => {
    const snapshot = { ...plain, ...change?.() };
    await expectFault(() => restore(host, restoreRequest(snapshot, request), spoil), told);
  });

  interface DeviceFault extends Told {
    readonly what: string;
    readonly request?: () => Partial<RestoreRequest>;
    readonly change?: () => Partial<VmSpec>;
    readonly spoil?: (layout: JailLayout) => void;
  }
  const tapSays =
    'Cannot restore the snapshot: a tap is absent from the network namespace of the jail, or belongs to another user than that of the jail';
  const toTap = (hostDevName: string): Partial<RestoreRequest> => ({
    ...inNamespace(),
    networkOverrides: [{ ifaceId: 'eth0', hostDevName }],
  });

  it.each<DeviceFault>([
    {
      what: 'a file with the name of its vsock',
      spoil: ({ root }) => {
        writeFileSync(join(root, 'vsock.socket'), '');
      },
      code: 'VM_API_REJECTED',
      says: "Cannot restore the snapshot: a file of an earlier vsock has the name of the snapshot's",
      cause: /VsockUnixBackend: Error binding to the host-side Unix socket: Address in use \(os error 98\)/,
    },
    {
      what: 'a drive that is gone from the jail',
      spoil: ({ root }) => {
        rmSync(join(root, 'drive-a'));
      },
      code: 'VM_API_REJECTED',
      says: 'Cannot restore the snapshot: a drive that it was made with is not in the jail',
      cause: /Error manipulating the backing file: No such file or directory \(os error 2\) drive-a/,
    },
    {
      what: 'a drive that the spec has not any more',
      change: () => ({ drives: [] }),
      code: 'VM_API_REJECTED',
      says: 'Cannot restore the snapshot: a drive that it was made with is not in the jail',
      hint: /spec/,
    },
    { what: 'no tap', request: () => ({ jail: {} }), code: 'VM_API_REJECTED', says: tapSays },
    {
      what: 'another tap that is absent',
      request: () => toTap('absent'),
      code: 'VM_API_REJECTED',
      says: tapSays,
      cause: /Operation not permitted \(os error 1\)\. Invalid TUN\/TAP Backend provided by absent/,
    },
    {
      what: 'another tap, of another user',
      request: () => toTap('foreign'),
      code: 'VM_API_REJECTED',
      says: tapSays,
    },
  ])('$what', async ({ request, change, spoil, ...told }) => {
    const snapshot = { ...devices, spec: { ...devices.spec, ...change?.() } };
    const made = restoreRequest(snapshot, { ...inNamespace(), ...request?.() });
    await expectFault(() => restore(host, made, spoil), told);
  });

  it('a tap that a clone of it holds, which goes on', async () => {
    await using first = await host.driver.prepareRestore(restoreRequest(devices, inNamespace()));
    const running = await first.restore();
    await expectFault(() => restore(host, restoreRequest(devices, inNamespace())), {
      code: 'VM_API_REJECTED',
      says: 'Cannot restore the snapshot: another process holds its tap',
      cause: /Resource busy \(os error 16\)/,
      hint: /networkOverrides/,
    });
    await running.collect();
    await first[Symbol.asyncDispose]();
  });

  it('a start of an empty VMM', async () => {
    const request = restoreRequest(plain);
    await using vm = await host.driver.prepareRestore(request);
    const { runDirectory, socketName } = layoutOf(host, request);
    await using api = openApiClient({ ...request, socketPath: join(runDirectory, socketName) });
    await expectFault(() => putAction(api, 'InstanceStart'), {
      code: 'VM_API_REJECTED',
      says: /^Cannot PUT \/actions: .*Cannot start microvm without kernel configuration\."$/,
    });
    await vm[Symbol.asyncDispose]();
  });

  it('a second load', async () => {
    await using vm = await host.driver.prepareRestore(restoreRequest(plain));
    await vm.restore();
    await expectFault(() => vm.restore(), {
      code: 'VM_API_REJECTED',
      says: /^Cannot PUT \/snapshot\/load: .*"The requested operation is not supported after starting the microVM\."$/,
    });
    await vm[Symbol.asyncDispose]();
  });

  const unserved = (request: string, state: string): string =>
    `Cannot ${request}: no answer after 1000 ms, and the page-fault handler, which ${state}, has not served the guest's memory`;

  it('a page-fault handler that serves nothing: the load ends at its deadline, and the VMM with it', async () => {
    const { jailBase } = host;
    await using driver = await openTestDriver({ jailBase, uffdHandler: handlerWith(folder, '--stall') });
    await expectFault(() => restore(driver, restoreRequest(plain, { backend: onDemand })), {
      code: 'VM_API_UNREACHABLE',
      says: unserved('PUT /snapshot/load', 'is alive'),
      hint: /console/,
    });
  });

  it('a page-fault handler that is stopped: it is ended all the same', async () => {
    const request = restoreRequest(plain, { backend: onDemand });
    const stop = (): void => {
      signalHandlers('SIGSTOP');
    };
    await expectFault(() => restore(host, request, stop), {
      code: 'VM_API_UNREACHABLE',
      says: unserved('PUT /snapshot/load', 'is stopped'),
    });
  });

  it('a page-fault handler that is killed before the load', async () => {
    const request = restoreRequest(plain, { backend: onDemand });
    // Its socket takes connections until it is gone.
    const kill = (): Promise<void> => {
      signalHandlers('SIGKILL');
      return expect.poll(findHandlers, { timeout: 5000, interval: 5 }).toEqual([]);
    };
    await expectFault(() => restore(host, request, kill), {
      code: 'VM_API_REJECTED',
      says: 'Cannot restore the snapshot: the page-fault handler has gone, or its socket has',
      cause: /Connection refused \(os error 111\)/,
    });
  });

  it('a page-fault handler that is killed while the guest runs', async () => {
    await using vm = await host.driver.prepareRestore(restoreRequest(plain, { backend: onDemand }));
    const running = await vm.restore();
    signalHandlers('SIGKILL');
    await expectFault(() => running.pause(), {
      code: 'VM_API_UNREACHABLE',
      says: unserved('PATCH /vm', 'ended with SIGKILL'),
    });
    await vm[Symbol.asyncDispose]();
    expect(vm.record().end).toMatchObject({ steps: ['SIGKILL'] });
  });

  it('a page-fault handler that cannot be started, in its own words', async () => {
    const { jailBase } = host;
    await using driver = await openTestDriver({
      jailBase,
      uffdHandler: handlerWith(folder, '--policy none'),
    });
    await expectFault(() => restore(driver, restoreRequest(plain, { backend: onDemand })), {
      code: 'FACILITY_MISSING',
      says: /^Cannot start the page-fault handler: it ended with exit status 64, "uffd_handler: .*none.*"$/,
    });
  });

  /** Those that serve a jail of the driver. */
  function findHandlers(): readonly number[] {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return pids.map(Number).filter((pid) => {
      const words = readCommandLine(pid) ?? [];
      return words.includes('--socket') && words.some((word) => word.startsWith(host.jailBase));
    });
  }

  function signalHandlers(signal: NodeJS.Signals): void {
    const pids = findHandlers();
    expect(pids).toHaveLength(1);
    for (const pid of pids) process.kill(pid, signal);
  }
});
