import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { monotonicNs } from '../../src/base/clock.ts';
import { startThreadSampler } from '../../src/host/thread-sampler.ts';
import { hostPath } from '../../src/model/brands.ts';
import { whyNoVm, skipFor } from './skips.ts';
import { aRequest, openTestDriver, probeSpec } from './support.ts';

const binary = hostPath(resolve('native/build/thread_sampler'));
const whyNoSampler = existsSync(binary) ? undefined : 'native/build/thread_sampler is not built';
const skipReason = whyNoVm() ?? whyNoSampler;

describe('startThreadSampler()', () => {
  it('tells the load of each thread of a spinning VM, and what telling it cost', async (context) => {
    skipFor(context, skipReason);
    await using host = await openTestDriver();
    const spec = { ...probeSpec('timer=0xd0000000 mode=spin'), vcpus: 4 };
    await using vm = await host.driver.prepare(aRequest({ spec }));
    const running = await vm.boot();
    await running.waitReady({ timeoutMs: 5000 });
    const before = monotonicNs();
    await using sampler = await startThreadSampler({ binary, pid: vm.pid, periodMs: 10 });
    await delay(3000); // the span that is sampled
    const series = await sampler.stop();

    expect(series.failure).toBeUndefined();
    expect(series.startedAt).toBeGreaterThan(before);
    expect(series.durationNs).toBeGreaterThan(2.9e9);
    expect(series.tickCount + series.missedTickCount).toBe(Math.floor(series.durationNs / 1e7) + 1);
    const names = series.threads.map(({ comm }) => comm).sort();
    expect(names).toEqual(
      expect.arrayContaining(['fc_api', 'fc_vcpu 0', 'fc_vcpu 1', 'fc_vcpu 2', 'fc_vcpu 3', 'firecracker']),
    );
    const spinning = series.threads.find(({ comm }) => comm === 'fc_vcpu 0');
    expect(spinning?.samples.length).toBe(series.tickCount);
    const [first, last] = [spinning?.samples[0], spinning?.samples.at(-1)];
    // The test confines the VM to CPU 1.
    expect(last?.lastCpu).toBe(1);
    const busyNs =
      (last?.runNs ?? NaN) + (last?.waitNs ?? NaN) - (first?.runNs ?? NaN) - (first?.waitNs ?? NaN);
    expect(busyNs / series.durationNs).toBeGreaterThan(0.9);
    // 0.5 to 0.9 % of a CPU on two idle cores; the rest is for a busy host.
    expect(series.samplerCpuNs / series.durationNs).toBeLessThan(0.02);
  });

  it('keeps what it saw of a process that ends meanwhile, and says so', async (context) => {
    skipFor(context, whyNoSampler);
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    await using sampler = await startThreadSampler({ binary, pid: child.pid ?? 0, periodMs: 5 });
    child.kill();
    await once(child, 'exit');
    const series = await sampler.stop();
    expect(series.failure).toBe('the process ended while its threads were sampled');
    expect(series.threads[0]?.samples.length).toBeGreaterThan(0);
  });

  it('refuses a process that is not there, and leaves none of its own', async (context) => {
    skipFor(context, whyNoSampler);
    await expect(startThreadSampler({ binary, pid: 2 ** 22 + 1, periodMs: 10 })).rejects.toThrow(
      /^Cannot sample threads: /,
    );
  });

  it('says how to build the sampler where it is missing', async () => {
    const missing = { binary: hostPath('/nowhere/thread_sampler'), pid: process.pid, periodMs: 10 };
    await expect(startThreadSampler(missing)).rejects.toMatchObject({ code: 'FACILITY_MISSING' });
  });
});
