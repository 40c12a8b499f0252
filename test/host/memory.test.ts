import { closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { waitSpan } from '../../src/base/waiting.ts';
import { readMappings, readMemory } from '../../src/host/memory-reading.ts';
import { findGuestMemory } from '../../src/host/guest-memory.ts';
import { parseSmapsRollup } from '../../src/host/memory-map.ts';
import { readProcFile } from '../../src/host/proc-file.ts';
import type { AddressRange } from '../../src/model/observations.ts';
import { hostPath } from '../../src/model/brands.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import type { PreparedVm, RunningVm } from '../../src/model/vm.ts';
import { requireVm } from './skips.ts';
import { aRequest, openTestDriver, probeSpec, type TestDriver } from './support.ts';

const bootArgs = 'timer=0xd0000000 mode=halt';
const gapStartMib = 3328; // Firecracker 1.12, src/vmm/src/arch/x86_64/layout.rs

async function makeSnapshot(host: TestDriver): Promise<Snapshot> {
  await using vm = await host.driver.prepare(aRequest({ spec: probeSpec(bootArgs) }));
  const running = await bootReady(vm);
  const written = await (await running.pause()).snapshot('full');
  const folder = hostPath(join(host.jailBase, 'snapshots'));
  mkdirSync(folder);
  return await written.keep(hostPath(join(folder, 'full')));
}

async function bootReady(vm: PreparedVm): Promise<RunningVm> {
  const running = await vm.boot();
  await running.waitReady({ timeoutMs: 10_000 });
  return running;
}

/**
 * The guest's command line, which Firecracker puts at guest-physical 0x20000: proof that this is guest memory. The kernel may
 * have joined what lies above the gap below 4 GiB and what lies below it, in the opposite order.
 */
function holdsCommandLine(pid: number, { start, end }: AddressRange): boolean {
  const lowBytes = BigInt(gapStartMib) << 20n;
  const starts = end - start > lowBytes ? [start, end - lowBytes] : [start];
  return starts.some((guestStart) => readCommandLine(pid, guestStart) === bootArgs);
}

function readCommandLine(pid: number, guestStart: bigint): string {
  const descriptor = openSync(`/proc/${pid}/mem`, 'r');
  try {
    const bytes = Buffer.alloc(bootArgs.length);
    readSync(descriptor, bytes, { position: guestStart + 0x20000n });
    return bytes.toString();
  } finally {
    closeSync(descriptor);
  }
}

describe('sampleMemory()', () => {
  it('looks in equal steps at a VM that runs and at one that is paused, and keeps every look', async (context) => {
    requireVm(context);
    await using host = await openTestDriver();
    await using vm = await host.driver.prepare(aRequest({ spec: probeSpec(bootArgs) }));
    const running = await bootReady(vm);
    const series = await running.sampleMemory({ periodMs: 20, durationMs: 100 });
    expect(series).toMatchObject({ tickCount: 6, periodNs: 20e6 });
    expect(series.samples.length + series.missedTickCount).toBe(6);
    const steps = series.samples.map(({ atNs }) => atNs);
    expect(steps.every((atNs, index) => index === 0 || atNs > (steps[index - 1] ?? NaN))).toBe(true);
    expect(steps.at(-1)).toBeGreaterThan(75e6);
    const paused = await running.pause();
    const { samples } = await paused.sampleMemory({ periodMs: 10, durationMs: 10 });
    expect(samples.at(-1)?.vmm).toEqual(paused.readMemory().vmm);
  });

  it('says that the VM has ended midway, with the looks up to then', async (context) => {
    requireVm(context);
    await using host = await openTestDriver();
    await using vm = await host.driver.prepare(aRequest({ spec: probeSpec(bootArgs) }));
    const running = await bootReady(vm);
    const sampling = running.sampleMemory({ periodMs: 20, durationMs: 2000 });
    await waitSpan(100, { action: 'let some looks be taken', signal: new AbortController().signal });
    process.kill(vm.pid, 'SIGKILL');
    const { samples, failure } = await sampling;
    expect(failure).toBe(`process ${vm.pid} has ended`);
    expect(samples.length).toBeGreaterThan(1);
    expect(samples.length).toBeLessThan(60);
  });

  it('refuses a period that would be one look after the other', async (context) => {
    requireVm(context);
    await using host = await openTestDriver();
    await using vm = await host.driver.prepare(aRequest({ spec: probeSpec(bootArgs) }));
    const running = await bootReady(vm);
    await expect(running.sampleMemory({ periodMs: 9, durationMs: 100 })).rejects.toMatchObject({
      code: 'SAMPLE_INVALID',
    });
  });

  it('reads the count of a memory cgroup that the VM has to itself', async (context) => {
    requireVm(context);
    await using host = await openTestDriver();
    const jail = { ownMemoryCgroup: 'required' } as const;
    await using vm = await host.driver.prepare(aRequest({ jail, spec: probeSpec(bootArgs) }));
    const running = await bootReady(vm);
    const { cgroup, vmm } = running.readMemory();
    expect(cgroup?.chargedKib).toBeGreaterThan(vmm.ussKib / 4);
    const { samples } = await running.sampleMemory({ periodMs: 10, durationMs: 20 });
    expect(samples.every((sample) => sample.cgroup !== undefined)).toBe(true);
  });
});

describe('readMemory()', () => {
  it.for([128, 512, 4096])('finds the guest memory of a booted VM of %i MiB', async (memMib, context) => {
    requireVm(context);
    await using host = await openTestDriver();
    await using vm = await host.driver.prepare(aRequest({ spec: { ...probeSpec(bootArgs), memMib } }));
    await bootReady(vm);
    const { regions } = findGuestMemory(readMappings(vm.pid), memMib);
    const reading = readMemory(vm.pid, { memMib });
    const rollup = parseSmapsRollup(readProcFile(`/proc/${vm.pid}/smaps_rollup`) ?? '');

    expect(regions.some((region) => holdsCommandLine(vm.pid, region))).toBe(true);
    expect(reading.guest.sizeKib).toBe(memMib * 1024);
    expect(reading.guest.rssKib).toBeGreaterThan(0);
    expect(reading.guest.rssKib + reading.vmm.rssKib).toBe(rollup.rssKib);
    expect(reading.vmm.rssKib).toBeGreaterThan(1000);
    expect(reading.vmm.rssKib).toBeLessThan(10_000);
    expect(reading.pageTablesKib).toBeGreaterThan(0);
  });

  // On demand, a page that the guest has not touched can't be read from outside: no proof.
  it.for([{ kind: 'file' }, { kind: 'uffd', policy: { kind: 'all' } }] as const)(
    'finds the guest memory of a VM that was restored by %o',
    async (backend, context) => {
      requireVm(context);
      await using host = await openTestDriver();
      const snapshot = await makeSnapshot(host);
      const { spec: _spec, ...request } = aRequest();
      await using vm = await host.driver.prepareRestore({ ...request, snapshot, backend });
      await vm.restore();
      const { regions } = findGuestMemory(readMappings(vm.pid), 128);
      const { guest, vmm } = readMemory(vm.pid, { memMib: 128 });
      expect(regions.some((region) => holdsCommandLine(vm.pid, region))).toBe(true);
      expect(guest.sizeKib).toBe(128 * 1024);
      expect(guest.anonymousKib).toBeLessThan(guest.rssKib + 1);
      expect(vmm.rssKib).toBeLessThan(10_000);
    },
  );

  it("adds what the VM's own memory cgroup counts", async (context) => {
    requireVm(context);
    const hasV1 = existsSync('/sys/fs/cgroup/memory/memory.kmem.usage_in_bytes');
    context.skip(!hasV1, 'no memory controller of cgroup v1 is mounted');
    await using host = await openTestDriver();
    const settings = [{ file: 'memory.limit_in_bytes', value: '268435456' }];
    const request = aRequest({ jail: { cgroups: { version: 1, settings } } });
    await using vm = await host.driver.prepare(request);
    await bootReady(vm);
    const { cgroup, guest, vmm } = readMemory(vm.pid, { memMib: 128 });
    expect(cgroup?.version).toBe('v1');
    expect(cgroup?.kernelKib).toBeGreaterThan(0);
    expect(cgroup?.chargedKib).toBeGreaterThanOrEqual(guest.anonymousKib + vmm.anonymousKib);
  });

  it('refuses a VMM that has no guest memory yet', async (context) => {
    requireVm(context);
    await using host = await openTestDriver();
    await using vm = await host.driver.prepare(aRequest());
    expect(() => readMemory(vm.pid, { memMib: 128 })).toThrow(
      /Cannot find the guest's 128 MiB .* there are none/,
    );
  });

  it('refuses a process that has ended', () => {
    expect(() => readMemory(2 ** 22 + 1, { memMib: 128 })).toThrow(/it has ended/);
  });
});
