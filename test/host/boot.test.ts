import { mkdirSync, rmSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostPath } from '../../src/model/brands.ts';
import { startTimeline } from '../../src/model/timeline.ts';
import { launchModes } from '../../src/model/vm-spec.ts';
import type { PreparedVm } from '../../src/model/vm.ts';
import { requireVm } from './skips.ts';
import { aRequest, bootPhases, makeJailBase, openTestDriver, probeSpec } from './support.ts';

async function bootAndEnd(vm: PreparedVm): Promise<void> {
  const booted = await vm.boot();
  await booted.waitReady({ timeoutMs: 5000 });
  await booted.collect();
  await vm[Symbol.asyncDispose]();
}

describe.each(launchModes)('a microVM launched by %s', (launch) => {
  it('boots the probe guest, tells its readings and leaves nothing', async (context) => {
    requireVm(context);
    await using host = await openTestDriver();
    const vm = await host.driver.prepare(aRequest({ launch }));
    const booted = await vm.boot();
    await booted.waitReady({ timeoutMs: 5000 });
    const readings = await booted.collect();
    await vm[Symbol.asyncDispose]();

    expect(readings.guestBoot?.wallUs).toBeGreaterThan(0);
    expect(readings.startCall?.vmmUs).toBeLessThanOrEqual(booted.startCallNs / 1000);
    expect(readings.processStartup?.cpuUs).toBeGreaterThan(0);
    expect(readings.missedLogCount).toBe(0);
    expect(vm.record()).toMatchObject({
      launch,
      firecrackerVersion: '1.12.1',
      end: { exit: { kind: 'signal', signal: 9 }, steps: ['SIGKILL'] },
      effectiveConfig: { 'machine-config': { vcpu_count: 1, mem_size_mib: 128 } },
    });
    expect(host.leftovers()).toEqual([]);
  });

  it('has all its phases in order, and the marks of the log within them', async (context) => {
    requireVm(context);
    await using host = await openTestDriver();
    const timeline = startTimeline();
    await bootAndEnd(await host.driver.prepare(aRequest({ launch, timeline })));
    const { phases, marks } = timeline.read();
    // Pinning is the harness's part, not the driver's.
    expect(phases.map(({ name }) => name)).toEqual(bootPhases.filter((name) => name !== 'pin'));
    for (const [index, { startNs, durationNs }] of phases.entries()) {
      expect(durationNs).toBeGreaterThanOrEqual(0);
      expect(startNs + durationNs).toBe(phases[index + 1]?.startNs ?? startNs + durationNs);
    }
    const span = (name: string): readonly [number, number] => {
      const phase = phases.find((each) => each.name === name);
      return [phase?.startNs ?? NaN, (phase?.startNs ?? NaN) + (phase?.durationNs ?? NaN)];
    };
    const at = (name: string): number => marks.find((mark) => mark.name === name)?.atNs ?? NaN;
    const [startBegins, startEnds] = span('start');
    expect(at('vmm.build_start')).toBeGreaterThan(startBegins);
    expect(at('vmm.boot_end')).toBeLessThan(startEnds);
    expect(at('vmm.api_server_started')).toBeLessThan(span('api_ready')[1]);
    expect(at('vmm.guest_ready')).toBeLessThan(span('ready')[1]);
  });
});

describe('a microVM', () => {
  it('takes an initrd and drives, and leaves the originals as they were', async (context) => {
    requireVm(context);
    await using host = await openTestDriver();
    const folder = makeJailBase();
    try {
      const initrd = hostPath(join(folder, 'initrd'));
      const scratch = hostPath(join(folder, 'scratch.img'));
      const secret = hostPath(join(folder, 'secret.img'));
      for (const path of [initrd, scratch, secret]) writeFileSync(path, Buffer.alloc(1_048_576));
      chmodSync(secret, 0o600);
      const before = [initrd, scratch, secret].map((path) => statSync(path));
      const spec = {
        ...probeSpec(),
        initrd,
        drives: [
          { driveId: 'scratch', path: scratch, isRootDevice: false, isReadOnly: false },
          { driveId: 'secret', path: secret, isRootDevice: false, isReadOnly: true },
        ],
      };
      const vm = await host.driver.prepare(aRequest({ spec }));
      await bootAndEnd(vm);
      expect(vm.record().effectiveConfig).toMatchObject({
        'boot-source': { kernel_image_path: 'kernel', initrd_path: 'initrd' },
        drives: [
          { drive_id: 'scratch', is_read_only: false },
          { drive_id: 'secret', is_read_only: true },
        ],
      });
      const after = [initrd, scratch, secret].map((path) => statSync(path));
      const facts = (stats: typeof after): readonly number[][] =>
        stats.map(({ uid, gid, mode, nlink }) => [uid, gid, mode, nlink]);
      expect(facts(after)).toEqual(facts(before));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('boots in a jail base that is too deep for a socket path', async (context) => {
    requireVm(context);
    const base = makeJailBase();
    try {
      const deep = hostPath(join(base, 'd'.repeat(100), 'e'.repeat(100)));
      mkdirSync(deep, { recursive: true });
      await using host = await openTestDriver({ jailBase: deep });
      await bootAndEnd(await host.driver.prepare(aRequest()));
      expect(host.leftovers()).toEqual([]);
    } finally {
      rmSync(base, { recursive: true });
    }
  });

  it('boots without FFI, its end seen by polling', async (context) => {
    requireVm(context);
    process.env['MICROVM_BENCH_NO_FFI'] = '1';
    try {
      await using host = await openTestDriver();
      expect(host.exitWatch.how).toBe('polling');
      const vm = await host.driver.prepare(aRequest());
      await bootAndEnd(vm);
      expect(vm.record().end?.steps).toEqual(['SIGKILL']);
      expect(host.leftovers()).toEqual([]);
    } finally {
      delete process.env['MICROVM_BENCH_NO_FFI'];
    }
  });

  it('is held by inherited affinity where there is no cpuset', async (context) => {
    requireVm(context);
    await using host = await openTestDriver();
    const vm = await host.driver.prepare(aRequest({ confinement: { kind: 'affinity', cpus: [1] } }));
    await bootAndEnd(vm);
    expect(host.leftovers()).toEqual([]);
  });
});
