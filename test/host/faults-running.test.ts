import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { hostPath, jailPath } from '../../src/model/brands.ts';
import type { PausedVm, PreparedVm, RunningVm } from '../../src/model/vm.ts';
import { openApiClient, type ApiClient, type ApiRequest } from '../../src/vm/firecracker/api-client.ts';
import {
  patchBalloonStatistics,
  patchDrive,
  patchVmState,
  putAction,
  putSnapshotCreate,
  putSnapshotLoad,
} from '../../src/vm/firecracker/api-requests.ts';
import { expectFault, layoutOf, leftOf, type Told } from './faults.ts';
import { makeNamespace } from './network-namespace.ts';
import { aRequest, makeJailBase, openTestDriver, probeSpec, useTestDriver } from './support.ts';

const host = useTestDriver();
afterEach(() => {
  expect(leftOf(host)).toEqual([]);
});

const trackedSpec = { ...probeSpec('timer=0xd0000000 mode=halt'), trackDirtyPages: true };

async function pausedOf(vm: PreparedVm): Promise<PausedVm> {
  const running = await vm.boot();
  await running.waitReady({ timeoutMs: 5000 });
  return running.pause();
}

describe('a snapshot that cannot be written tells the cause:', () => {
  it('a full disk, and the VM goes on in the room that it had', async () => {
    const jailBase = makeJailBase();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', jailBase]);
    try {
      await using full = await openTestDriver({ jailBase });
      const request = aRequest({ spec: probeSpec('timer=0xd0000000 mode=touch touch=90') });
      await using vm = await full.driver.prepare(request);
      const paused = await pausedOf(vm);
      await expectFault(() => paused.snapshot('full'), {
        code: 'VM_API_REJECTED',
        says: 'Cannot write the snapshot: the filesystem of the jail is full',
        cause: /Cannot dump memory: .*No space left on device \(os error 28\)/,
        hint: /room/,
      });
      expect(readdirSync(layoutOf(full, request).root).filter((name) => name.startsWith('new-'))).toEqual([]);
      await (await paused.resume()).collect();
      await vm[Symbol.asyncDispose]();
      expect(full.leftovers()).toEqual([]);
    } finally {
      execFileSync('umount', [jailBase]);
      rmSync(jailBase, { recursive: true });
    }
  });

  it('a limit of file size: the VMM ends', async () => {
    const jail = { resourceLimits: { fsizeBytes: 1_048_576 } };
    await using vm = await host.driver.prepare(aRequest({ jail }));
    const paused = await pausedOf(vm);
    await expectFault(() => paused.snapshot('full'), {
      code: 'VMM_EXITED',
      says: /Firecracker ended with exit status 151, SIGXFSZ, its last words were "Shutting down VM after intercepting signal 25, code 0\."$/,
      cause: /^Cannot PUT \/snapshot\/create: no answer/,
      hint: 'Raise fsizeBytes in resourceLimits of the jail',
    });
    await vm[Symbol.asyncDispose]();
  });

  it('a diff without dirty tracking', async () => {
    await using vm = await host.driver.prepare(aRequest());
    const paused = await pausedOf(vm);
    await expectFault(() => paused.snapshot('diff'), {
      code: 'VM_API_REJECTED',
      says: 'Cannot write the diff snapshot: dirty pages of the microVM are not tracked',
      cause: /Diff snapshots are not allowed on uVMs with dirty page tracking disabled/,
      hint: /trackDirtyPages/,
    });
    await vm[Symbol.asyncDispose]();
  });

  it('a folder on another filesystem, which stays as it was', async () => {
    await using vm = await host.driver.prepare(aRequest());
    const written = await (await pausedOf(vm)).snapshot('full');
    const elsewhere = hostPath(`/dev/shm/microvm-bench-test-${process.pid}`);
    await expectFault(() => written.keep(elsewhere), {
      code: 'JAIL_FAILED',
      says: /^Cannot move the snapshot to ".*\/vmstate": EXDEV: cross-device link not permitted/,
      hint: 'The folder must lie on the filesystem of the jail base',
    });
    expect(existsSync(elsewhere)).toBe(false);
    await vm[Symbol.asyncDispose]();
  });

  it('one that was kept already', async () => {
    const folder = join(host.jailBase, 'kept');
    mkdirSync(folder);
    await using vm = await host.driver.prepare(aRequest());
    const written = await (await pausedOf(vm)).snapshot('full');
    await written.keep(hostPath(join(folder, 'first')));
    await expectFault(() => written.keep(hostPath(join(folder, 'again'))), {
      code: 'JAIL_FAILED',
      says: /^Cannot move the snapshot to ".*again\/vmstate": ENOENT: no such file/,
    });
    expect(readdirSync(folder)).toEqual(['first']);
    await vm[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });
});

describe('a restored microVM', () => {
  it('can write a snapshot of its own, and leaves that it came from as it was', async () => {
    const folder = join(host.jailBase, 'kept');
    mkdirSync(folder);
    await using vm = await host.driver.prepare(aRequest({ spec: trackedSpec }));
    const snapshot = await (
      await (await pausedOf(vm)).snapshot('full')
    ).keep(hostPath(join(folder, 'first')));
    await vm[Symbol.asyncDispose]();
    const { spec: _spec, ...request } = aRequest();
    await using clone = await host.driver.prepareRestore({
      ...{ ...request, snapshot, backend: { kind: 'file' }, trackDirtyPages: true },
    });
    const paused = await (await clone.restore()).pause();
    const diff = await paused.snapshot('diff');
    expect(diff.memoryAllocatedKib).toBeLessThan(1024);
    await diff.keep(hostPath(join(folder, 'diff')), snapshot);
    await clone[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });
});

describe('a microVM that does not answer', () => {
  it('is said to be stopped when it is, and is ended', async () => {
    await using vm = await host.driver.prepare(aRequest({ timeoutMs: 1000 }));
    const running: RunningVm = await vm.boot();
    process.kill(vm.pid, 'SIGSTOP');
    await expectFault(() => running.pause(), {
      code: 'VM_API_UNREACHABLE',
      says: 'Cannot PATCH /vm: no answer after 1000 ms, and Firecracker is stopped (state T)',
      hint: /SIGSTOP/,
    });
    await vm[Symbol.asyncDispose]();
  });
});

describe('a request that cannot be fulfilled keeps the words of Firecracker:', () => {
  type Send = (api: ApiClient) => Promise<unknown>;
  interface Fault {
    readonly what: string;
    readonly send: Send;
    readonly words: string;
  }
  const raw =
    (request: ApiRequest): Send =>
    (api) =>
      api.send(request);
  const rootDrive = (path: string, drive_id: string): ApiRequest => ({
    method: 'PUT',
    path,
    body: { drive_id, path_on_host: 'kernel', is_root_device: true, is_read_only: true },
  });
  const newFiles = { snapshot_path: jailPath('s'), mem_file_path: jailPath('m') };

  const before: readonly Fault[] = [
    {
      what: 'a snapshot load after boot-specific resources',
      send: (api) =>
        putSnapshotLoad(api, {
          snapshot_path: 'vmstate',
          mem_backend: { backend_type: 'File', backend_path: 'memory' },
        }),
      words: 'Loading a microVM snapshot not allowed after configuring boot-specific resources.',
    },
    {
      what: 'a snapshot load from nowhere',
      send: (api) => putSnapshotLoad(api, { snapshot_path: 'vmstate' }),
      words: 'missing field: either `mem_backend` or `mem_file_path` is required',
    },
    {
      what: 'a snapshot load from two places',
      send: (api) =>
        putSnapshotLoad(api, {
          ...{ snapshot_path: 'vmstate', mem_file_path: 'memory' },
          mem_backend: { backend_type: 'File', backend_path: 'memory' },
        }),
      words: 'too many fields: either `mem_backend` or `mem_file_path` exclusively is required',
    },
    {
      what: 'a snapshot load in the dialect of 1.13',
      send: (api) => putSnapshotLoad(api, { snapshot_path: 'vmstate', track_dirty_pages: true }),
      words: 'unknown field `track_dirty_pages`',
    },
    {
      what: 'another drive id in the path',
      send: raw(rootDrive('/drives/b', 'a')),
      words: 'The id from the path does not match the id from the body!',
    },
    {
      what: 'a second root drive',
      send: async (api) => {
        await api.send(rootDrive('/drives/a', 'a'));
        await api.send(rootDrive('/drives/b', 'b'));
      },
      words: 'A root block device already exists!',
    },
    {
      what: 'a metadata service of an unknown version',
      send: raw({ method: 'PUT', path: '/mmds/config', body: { network_interfaces: [], version: 'V3' } }),
      words: 'unknown variant `V3`',
    },
    {
      what: 'a log that is absent',
      send: raw({ method: 'PUT', path: '/logger', body: { log_path: 'gone' } }),
      words: 'Failed to open target file: No such file or directory (os error 2)',
    },
    {
      what: 'an unknown action',
      send: raw({ method: 'PUT', path: '/actions', body: { action_type: 'Nope' } }),
      words: 'unknown variant `Nope`, expected one of `FlushMetrics`, `InstanceStart`, `SendCtrlAltDel`',
    },
    {
      what: 'an unknown state',
      send: raw({ method: 'PATCH', path: '/vm', body: { state: 'Halted' } }),
      words: 'unknown variant `Halted`, expected `Paused` or `Resumed`',
    },
    {
      what: 'Ctrl-Alt-Del before the boot',
      send: (api) => putAction(api, 'SendCtrlAltDel'),
      words: 'The requested operation is not supported before starting the microVM.',
    },
    {
      what: 'statistics of the balloon before the boot',
      send: (api) => patchBalloonStatistics(api, 1),
      words: 'The requested operation is not supported before starting the microVM.',
    },
    {
      what: 'a machine without memory',
      send: raw({ method: 'PUT', path: '/machine-config', body: { vcpu_count: 1 } }),
      words: 'missing field `mem_size_mib`',
    },
    {
      what: 'more vCPUs than there may be',
      send: raw({ method: 'PUT', path: '/machine-config', body: { vcpu_count: 33, mem_size_mib: 64 } }),
      words: 'The number of vCPUs must be greater than 0, less than 32',
    },
    {
      what: 'a pause before the boot',
      send: (api) => patchVmState(api, 'Paused'),
      words: 'The requested operation is not supported before starting the microVM.',
    },
    {
      what: 'a kernel that is absent',
      send: raw({ method: 'PUT', path: '/boot-source', body: { kernel_image_path: 'gone' } }),
      words: 'The kernel file cannot be opened: No such file or directory (os error 2)',
    },
    {
      what: 'an initrd that is absent',
      send: raw({
        method: 'PUT',
        path: '/boot-source',
        body: { kernel_image_path: 'kernel', initrd_path: 'gone' },
      }),
      words: 'The initrd file cannot be opened due to invalid path or invalid permissions.',
    },
    {
      what: 'too long a command line',
      send: raw({
        method: 'PUT',
        path: '/boot-source',
        body: { kernel_image_path: 'kernel', boot_args: 'x'.repeat(3000) },
      }),
      words: 'Invalid cmdline capacity provided.',
    },
  ];
  const after: readonly Fault[] = [
    {
      what: 'a snapshot of a running microVM',
      send: (api) => putSnapshotCreate(api, { snapshot_type: 'Full', ...newFiles }),
      words: 'save/restore unavailable while running',
    },
    {
      what: 'a snapshot into a folder that is absent',
      send: async (api) => {
        await patchVmState(api, 'Paused');
        await patchVmState(api, 'Paused');
        const gone = { snapshot_path: jailPath('gone/s'), mem_file_path: jailPath('gone/m') };
        await putSnapshotCreate(api, { snapshot_type: 'Full', ...gone });
      },
      words: 'Cannot perform open on the snapshot backing file: No such file or directory (os error 2)',
    },
    {
      what: 'a second start',
      send: (api) => putAction(api, 'InstanceStart'),
      words: 'The requested operation is not supported after starting the microVM.',
    },
    {
      what: 'a change of a drive that there is not',
      send: (api) => patchDrive(api, { driveId: 'gone', path: jailPath('kernel') }),
      words: 'Failed to find the device on the bus.',
    },
  ];

  async function withApi(vm: PreparedVm, socketPath: string, send: Send): Promise<unknown> {
    await using api = openApiClient({ socketPath, timeoutMs: 3000, signal: new AbortController().signal });
    // As every step of a VM's life is.
    return await vm.explained(() => send(api));
  }

  it.each([
    ...before.map((fault) => ({ ...fault, isBooted: false })),
    ...after.map((fault) => ({ ...fault, isBooted: true })),
  ])('$what', async ({ send, words, isBooted }) => {
    const request = aRequest();
    await using vm = await host.driver.prepare(request);
    if (isBooted) await vm.boot();
    const { runDirectory, socketName } = layoutOf(host, request);
    const told: Told = {
      code: 'VM_API_REJECTED',
      says: new RegExp(`^Cannot (PUT|PATCH) /\\S+: Firecracker answered 400, ".*${escape(words)}.*"$`),
    };
    await expectFault(() => withApi(vm, join(runDirectory, socketName), send), told);
    await vm[Symbol.asyncDispose]();
    expect(vm.record().end).toEqual({ exit: { kind: 'signal', signal: 9 }, steps: ['SIGKILL'] });
  });

  function escape(text: string): string {
    return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  }
});

describe('contents of the metadata service', () => {
  it('that are larger than a request may be are told with the argument that helps', async () => {
    using namespace = makeNamespace();
    namespace.addTap('tap0', aRequest().uid);
    const spec = {
      ...probeSpec(),
      networkInterfaces: [{ ifaceId: 'eth0', hostDevName: 'tap0' }],
      mmds: { interfaces: ['eth0'], contents: { long: 'x'.repeat(60_000) } },
    };
    const request = aRequest({ spec, jail: { networkNamespace: namespace.path } });
    await expectFault(() => host.driver.prepare(request), {
      code: 'VM_API_REJECTED',
      says: 'Cannot PUT /mmds: the body is larger than the VMM takes',
      cause: /Request payload with size \d+ is larger than the limit of 51200 allowed by server/,
      hint: /--http-api-max-payload-size/,
    });
  });
});
