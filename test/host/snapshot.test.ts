import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostPath, type HostPath } from '../../src/model/brands.ts';
import type { Snapshot, UffdTotals } from '../../src/model/snapshot.ts';
import type { RestoreRequest } from '../../src/model/vm-driver.ts';
import type { PausedVm } from '../../src/model/vm.ts';
import { openPageCache } from '../../src/host/page-cache.ts';
import { jailLayout } from '../../src/vm/firecracker/jail-layout.ts';
import { requireVm } from './skips.ts';
import { aRequest, openTestDriver, probeSpec, type TestDriver } from './support.ts';

const file = { kind: 'file' } as const;

function sha256(path: HostPath): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

describe('a snapshot', () => {
  let host: TestDriver;
  let folder: HostPath;
  beforeEach(async (context) => {
    requireVm(context);
    host = await openTestDriver();
    folder = hostPath(join(host.jailBase, 'snapshots'));
    mkdirSync(folder);
  });
  afterEach(async () => {
    expect(host.leftovers()).toEqual([]);
    rmSync(folder, { recursive: true });
    await host[Symbol.asyncDispose]();
  });

  /** Boots the probe, pauses it and hands it to `use`; the VM is ended then. */
  async function withPaused<T>(use: (paused: PausedVm) => Promise<T>): Promise<T> {
    const vm = await host.driver.prepare(
      aRequest({ spec: probeSpec('timer=0xd0000000 console=1 mode=beat') }),
    );
    try {
      const running = await vm.boot();
      await running.waitReady({ timeoutMs: 5000 });
      return await use(await running.pause());
    } finally {
      await vm[Symbol.asyncDispose]();
    }
  }

  const makeFull = (name: string): Promise<Snapshot> =>
    withPaused(async (paused) => (await paused.snapshot('full')).keep(hostPath(join(folder, name))));

  function restoreRequest(snapshot: Snapshot): Parameters<TestDriver['driver']['prepareRestore']>[0] {
    const { spec: _spec, ...request } = aRequest();
    return { ...request, snapshot, backend: file };
  }

  it('is written while the VM is paused, and the VM can go on', async () => {
    const readings = await withPaused(async (paused) => {
      const written = await paused.snapshot('full');
      expect(written.memoryAllocatedKib).toBeGreaterThan(0);
      return (await paused.resume()).collect();
    });
    expect(readings.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /',
      'PUT /machine-config',
      'PUT /boot-source',
      'PUT /actions',
      'PATCH /vm',
      'PUT /snapshot/create',
      'PATCH /vm',
      'PUT /actions',
      'GET /vm/config',
    ]);
    expect(readings.latenciesUs['full_create_snapshot']).toBeGreaterThan(0);
    expect(readings.latenciesUs['pause_vm']).toBeGreaterThan(0);
    const create = readings.calls.find(({ path }) => path === '/snapshot/create');
    expect(create?.vmmUs).toBeLessThanOrEqual((create?.clientNs ?? 0) / 1000);
  });

  it('is restored and runs at once', async () => {
    const snapshot = await makeFull('running');
    expect(snapshot).toMatchObject({ kind: 'full', firecrackerVersion: '1.12.1', spec: { memMib: 128 } });
    await using vm = await host.driver.prepareRestore(restoreRequest(snapshot));
    const running = await vm.restore();
    const readings = await running.collect();
    expect(readings.latenciesUs['load_snapshot']).toBeGreaterThan(0);
    expect(readings.startCall?.path).toBe('/snapshot/load');
    await vm[Symbol.asyncDispose]();
    expect(vm.record().effectiveConfig).toMatchObject({ 'machine-config': { mem_size_mib: 128 } });
  });

  it('is restored from a cold and from a warm page cache, and both are proved', async () => {
    const snapshot = await makeFull('cached');
    for (const [pageCache, residentShare] of [
      ['cold', 0],
      ['warm', 1],
    ] as const) {
      await using vm = await host.driver.prepareRestore({ ...restoreRequest(snapshot), pageCache });
      await vm.restore();
      await vm[Symbol.asyncDispose]();
      const { snapshotCache } = vm.record();
      expect(snapshotCache?.wanted).toBe(pageCache);
      expect(snapshotCache?.residentShare).toBeCloseTo(residentShare, 1);
    }
  });

  it('is proved cold in the jail, also where its file had to be copied into it', async () => {
    const snapshot = await makeFull('copied');
    chmodSync(snapshot.memory, 0o600);
    const request = { ...restoreRequest(snapshot), pageCache: 'cold' } as const;
    await using vm = await host.driver.prepareRestore(request);
    const layout = jailLayout({
      base: host.jailBase,
      firecracker: host.installation.firecracker,
      id: request.id,
    });
    const { residency } = openPageCache();
    expect(residency(join(layout.root, 'memory'))).toMatchObject({ share: 0 });
    await vm.restore();
    await vm[Symbol.asyncDispose]();
  });

  it('cannot be cold on a tmpfs, which is said before anything is loaded', async () => {
    const snapshot = await makeFull('tmpfs');
    const memory = hostPath(`/dev/shm/microvm-bench-test-${process.pid}`);
    copyFileSync(snapshot.memory, memory);
    try {
      // A page-fault handler opens the file itself; for the VMM it would be copied into the jail.
      const backend = { kind: 'uffd', policy: { kind: 'on-demand' } } as const;
      const request = { ...restoreRequest({ ...snapshot, memory }), backend, pageCache: 'cold' } as const;
      await expect(host.driver.prepareRestore(request)).rejects.toMatchObject({
        code: 'SAMPLE_INVALID',
        message: expect.stringMatching(
          /^Cannot have the snapshot's "\/dev\/shm\/.*" cold: 100\.0 % of it is in the page cache$/,
        ) as string,
      });
    } finally {
      rmSync(memory);
    }
  });

  it('tells the first activity of its guest by the trace, and beside it by the page-fault handler', async () => {
    const snapshot = await makeFull('traced');
    const backend = { kind: 'uffd', policy: { kind: 'on-demand' } } as const;
    const options = { backend, traceGuestIo: true, pageCache: 'warm' } as const;
    await using vm = await host.driver.prepareRestore({ ...restoreRequest(snapshot), ...options });
    const before = vm.readFaults();
    const running = await vm.restore();
    const output = await running.waitForOutput(/\.\./, { timeoutMs: 5000 });
    const first = running.firstActivity();
    expect(first.source).toBe('kvm-trace');
    expect(first.at).toBeGreaterThan(running.startSentAt);
    expect(output.source).toBe('kvm-trace');
    expect(output.at).toBeGreaterThan(first.at);
    const faults = running.readFaults();
    expect(faults.minor + faults.major).toBeGreaterThan(before.minor + before.major);
    await vm[Symbol.asyncDispose]();
    const { firstActivities = [], uffd } = vm.record();
    expect(firstActivities.map(({ source }) => source)).toEqual(['kvm-trace', 'uffd-fault']);
    const [byTrace = NaN, byFault = NaN] = firstActivities.map(({ afterStartUs }) => afterStartUs);
    // The guest can write only once its first page is there.
    expect(byFault).toBeLessThan(byTrace);
    expect(byFault).toBeGreaterThan(0);
    expect(uffd?.faultCount).toBeGreaterThan(1);
    expect(readdirSync('/sys/kernel/tracing/instances').filter((name) => name.includes('test-'))).toEqual([]);
  });

  it('tells the first activity by the console where nothing is traced', async () => {
    const snapshot = await makeFull('untraced');
    await using vm = await host.driver.prepareRestore(restoreRequest(snapshot));
    const running = await vm.restore();
    expect(() => running.firstActivity()).toThrow(/its I\/O was not traced, and no output was waited for/);
    const { at } = await running.waitForOutput(/\.{20}/, { timeoutMs: 5000 });
    const first = running.firstActivity();
    expect(first.source).toBe('console');
    expect(first.at).toBeLessThan(at);
    await vm[Symbol.asyncDispose]();
    expect(vm.record().firstActivities).toMatchObject([{ source: 'console' }]);
  });

  it('is served by a working set that an earlier restore has recorded', async () => {
    const snapshot = await makeFull('recorded');
    const workingSet = hostPath(join(folder, 'working-set'));
    const restore = async (backend: RestoreRequest['backend']): Promise<UffdTotals | undefined> => {
      await using vm = await host.driver.prepareRestore({ ...restoreRequest(snapshot), backend });
      await (await vm.restore()).waitForOutput(/\.\./, { timeoutMs: 5000 });
      await vm[Symbol.asyncDispose]();
      return vm.record().uffd;
    };
    const recorded = await restore({ kind: 'uffd', policy: { kind: 'on-demand' }, record: workingSet });
    const served = await restore({ kind: 'uffd', policy: { kind: 'prefetch', workingSet } });
    expect(readFileSync(workingSet, 'utf8').trim().split('\n')).toHaveLength(recorded?.faultCount ?? NaN);
    expect(served?.faultCount).toBeLessThan(recorded?.faultCount ?? NaN);
    expect(served?.copiedKib).toBe(recorded?.copiedKib);
  });

  it('is restored paused, with its threads there before it is resumed', async () => {
    const snapshot = await makeFull('paused');
    await using vm = await host.driver.prepareRestore(restoreRequest(snapshot));
    const paused = await vm.restorePaused();
    const comms = readFileSync(`/proc/${paused.pid}/task/${paused.pid}/comm`, 'utf8');
    expect(comms).toBe('firecracker\n');
    const running = await paused.resume();
    const readings = await running.collect();
    expect(readings.startCall?.path).toBe('/vm');
    await vm[Symbol.asyncDispose]();
  });

  it('can be restored several times, each in a jail of its own', async () => {
    const snapshot = await makeFull('many');
    for (let time = 0; time < 3; time += 1) {
      await using vm = await host.driver.prepareRestore(restoreRequest(snapshot));
      await vm.restore();
      await vm[Symbol.asyncDispose]();
    }
  });

  it('in an older format is refused before it is sent, where the release cannot write one', async () => {
    await withPaused(async (paused) => {
      await expect(paused.snapshot('full', { targetVersion: '1.4.0' })).rejects.toMatchObject({
        code: 'SPEC_INVALID',
      });
      await (await paused.resume()).collect();
    });
  });

  it('of a diff is refused without dirty tracking, and the VM goes on', async () => {
    await withPaused(async (paused) => {
      await expect(paused.snapshot('diff')).rejects.toMatchObject({ code: 'VM_API_REJECTED' });
      await (await paused.resume()).collect();
    });
  });

  it('of a chain of diffs is merged and restored', async () => {
    const spec = { ...probeSpec('timer=0xd0000000 mode=count'), trackDirtyPages: true };
    await using vm = await host.driver.prepare(aRequest({ spec }));
    const booted = await vm.boot();
    await booted.waitReady({ timeoutMs: 5000 });
    const paused = await booted.pause();
    const full = await (await paused.snapshot('full')).keep(hostPath(join(folder, 'full')));
    const again = await (await paused.resume()).pause();
    const written = await again.snapshot('diff');
    expect(written.memoryAllocatedKib).toBeLessThan(1024);
    const diff = await written.keep(hostPath(join(folder, 'diff')), full);
    await vm[Symbol.asyncDispose]();

    const target = hostPath(join(folder, 'merged'));
    const merged = await host.driver.mergeSnapshot({ snapshot: diff, folder: target });
    expect(merged.parent).toBeUndefined();
    expect(merged.digest.memorySha256).not.toBe(full.digest.memorySha256);
    expect(merged.digest.vmstateSha256).toBe(diff.digest.vmstateSha256);
    expect(merged.digest.memorySha256).toBe(sha256(merged.memory));
    await using restored = await host.driver.prepareRestore(restoreRequest(merged));
    await (await restored.restore()).collect();
    await restored[Symbol.asyncDispose]();
    expect(restored.record().snapshot).toEqual(merged.digest);
    const alone = { snapshot: { ...full, kind: 'diff' }, folder: target } as const;
    await expect(host.driver.mergeSnapshot(alone)).rejects.toMatchObject({
      code: 'SNAPSHOT_INVALID',
    });
  });
});
