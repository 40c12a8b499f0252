import { describe, expect, it } from 'vitest';
import { monotonicNs } from '../../src/base/clock.ts';
import { errorMessage } from '../../src/base/errors.ts';
import { firstGuestIo, openGuestIoTrace, type GuestIoTrace } from '../../src/host/guest-io-trace.ts';
import { listThreads } from '../../src/host/threads.ts';
import {
  listInstanceOwners,
  openTracefs,
  removeInstance,
  sweepLeftoverTraces,
} from '../../src/host/tracefs.ts';
import { currentOwner } from '../../src/host/vm-owner.ts';
import { ownedVmId } from '../../src/model/vm-ids.ts';
import { waitUntil } from '../../src/base/waiting.ts';
import type { GuestIo } from '../../src/model/observations.ts';
import { whyNoVm, skipFor } from './skips.ts';
import { aRequest, openTestDriver, probeSpec } from './support.ts';

async function whyNoTrace(): Promise<string | undefined> {
  try {
    await using _ = await openTracefs();
    return undefined;
  } catch (thrown) {
    return errorMessage(thrown);
  }
}

const skipReason = whyNoVm() ?? (await whyNoTrace());
const ownerId = `test-${process.pid}`;
const serialPort = 0x3f8n;
const resetPort = 0x64n;

function waitForIos(trace: GuestIoTrace, count: number): Promise<readonly GuestIo[]> {
  return waitUntil({
    action: 'see the guest write',
    timeoutMs: 5000,
    signal: new AbortController().signal,
    retryMs: 5,
    look: () => {
      const { ios } = trace.read();
      return ios.length >= count
        ? { ready: true, value: ios }
        : { ready: false, seen: `${ios.length} writes` };
    },
  });
}

describe('openGuestIoTrace()', () => {
  it('sees what a guest writes after its start, on our clock, from its vCPU thread', async (context) => {
    skipFor(context, skipReason);
    await using tracefs = await openTracefs();
    await using host = await openTestDriver();
    await using vm = await host.driver.prepare(aRequest({ spec: probeSpec('console=1 mode=beat') }));
    await using other = await host.driver.prepare(aRequest({ spec: probeSpec('console=1 mode=beat') }));
    using trace = openGuestIoTrace(tracefs, { ownerId, pid: vm.pid });

    await other.boot();
    const before = monotonicNs();
    await vm.boot();
    await waitForIos(trace, 30);
    const { ios, droppedCount } = trace.read();
    const after = monotonicNs();

    const vcpu = listThreads(vm.pid).find(({ comm }) => comm === 'fc_vcpu 0');
    const first = firstGuestIo(ios, before);
    expect(first).toMatchObject({ kind: 'pio', direction: 'write', address: serialPort, tid: vcpu?.tid });
    expect(new Set(ios.map(({ tid }) => tid))).toEqual(new Set([vcpu?.tid]));
    expect(first?.at).toBeGreaterThan(before);
    expect(ios.at(-1)?.at).toBeLessThan(after);
    const written = ios.filter(({ address, direction }) => address === serialPort && direction === 'write');
    expect(String.fromCharCode(...written.map(({ value }) => Number(value)))).toMatch(
      /^probe guest ready\r?\n\.+/,
    );
    expect(droppedCount).toBe(0);
  });

  it('sees the ports that it is asked for only', async (context) => {
    skipFor(context, skipReason);
    await using tracefs = await openTracefs();
    await using host = await openTestDriver();
    await using vm = await host.driver.prepare(aRequest({ spec: probeSpec('console=1 mode=reset') }));
    using trace = openGuestIoTrace(tracefs, { ownerId, pid: vm.pid, ports: [Number(resetPort)] });
    await vm.boot();
    const ios = await waitForIos(trace, 1);
    expect(new Set(ios.map(({ address }) => address))).toEqual(new Set([resetPort]));
  });

  it('are swept when their harness is dead, and left alone when it lives', async (context) => {
    skipFor(context, skipReason);
    await using tracefs = await openTracefs();
    const dead = 'mvb-4194303-1-1';
    const alive = ownedVmId(currentOwner(), 1);
    using kept = openGuestIoTrace(tracefs, { ownerId: alive, pid: process.pid });
    openGuestIoTrace(tracefs, { ownerId: dead, pid: process.pid });
    expect(sweepLeftoverTraces()).toEqual([dead]);
    expect(listInstanceOwners(tracefs)).toContain(alive);
    expect(listInstanceOwners(tracefs)).not.toContain(dead);
    expect(kept.read().ios).toEqual([]);
  });

  it('leaves no instance, and finds and removes one that a crash has left', async (context) => {
    skipFor(context, skipReason);
    await using tracefs = await openTracefs();
    const trace = openGuestIoTrace(tracefs, { ownerId, pid: process.pid });
    expect(listInstanceOwners(tracefs)).toContain(ownerId);
    expect(() => openGuestIoTrace(tracefs, { ownerId, pid: process.pid })).toThrow(/EEXIST/);
    removeInstance(tracefs, ownerId);
    expect(listInstanceOwners(tracefs)).not.toContain(ownerId);
    trace[Symbol.dispose]();
  });
});
