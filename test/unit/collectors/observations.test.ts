import { describe, expect, it } from 'vitest';
import { cpuTimes } from '../../../src/collectors/cpu-times.ts';
import { firstActivity } from '../../../src/collectors/first-activity.ts';
import { cgroupMemory, memory, memoryPeak } from '../../../src/collectors/memory.ts';
import { processCpu, threadCpu, threadShares } from '../../../src/collectors/thread-cpu.ts';
import type { Observation } from '../../../src/model/definition.ts';
import type {
  CpuTimes,
  MemoryReading,
  MemorySeries,
  ThreadSeries,
  TrialObservations,
} from '../../../src/model/observations.ts';
import type { PlacedThread } from '../../../src/model/placement.ts';

const use = { sizeKib: 1, rssKib: 2, pssKib: 3, ussKib: 4, anonymousKib: 5, hugetlbKib: 0 };
const reading: MemoryReading = {
  guestFoundBy: 'noreserve-mappings',
  guest: { ...use, hugetlbKib: 2048 },
  vmm: use,
  pageTablesKib: 64,
};

function placed(tid: number, role: string): PlacedThread {
  return { tid, comm: '', role, allowedCpus: [], lastCpu: 0, runNs: 0, waitNs: 0, involuntarySwitches: 0 };
}

function observe(observations: TrialObservations): Observation & TrialObservations {
  const threads = [placed(1, 'vmm'), placed(2, 'api'), placed(3, 'vcpu 0'), placed(4, 'vcpu 1')];
  return {
    readings: { missedLogCount: 0, calls: [], latenciesUs: {} },
    placement: { policy: 'shared', confinement: 'affinity', setter: '', threads },
    ...observations,
  };
}

function track(
  tid: number,
  samples: readonly (readonly [number, number, number])[],
): ThreadSeries['threads'][number] {
  return {
    tid,
    comm: `t${tid}`,
    samples: samples.map(([atNs, runNs, waitNs]) => ({ atNs, runNs, waitNs, lastCpu: 0 })),
  };
}

const series: ThreadSeries = {
  startedAt: 0n,
  durationNs: 1000,
  periodNs: 500,
  tickCount: 3,
  missedTickCount: 1,
  samplerCpuNs: 1,
  threads: [
    track(1, [
      [0, 100, 0],
      [500, 200, 0],
      [1000, 300, 0],
    ]),
    track(2, [
      [0, 7, 0],
      [500, 7, 0],
      [1000, 7, 0],
    ]),
    track(3, [
      [0, 0, 0],
      [500, 500, 0],
      [1000, 900, 100],
    ]),
    track(4, [
      [0, 0, 0],
      [500, 0, 50],
      [1000, 100, 50],
    ]),
    track(9, [
      [500, 30, 0],
      [1000, 50, 0],
    ]),
  ],
};

describe('memory', () => {
  it('samples the VMM apart from its guest, huge pages added', () => {
    expect(memory.collect(observe({ memory: reading }))).toEqual({
      'memory.vmm_rss': 2,
      'memory.vmm_pss': 3,
      'memory.vmm_uss': 4,
      'memory.vmm_size': 1,
      'memory.guest_rss': 2050,
      'memory.guest_anonymous': 2053,
      'memory.page_tables': 64,
    });
  });

  it('fails a trial that has not read it', () => {
    expect(() => memory.collect(observe({}))).toThrow(/the benchmark has not read it/);
  });
});

describe('cgroupMemory', () => {
  it('samples what the cgroup counts; what it does not is absent', () => {
    const cgroup = { version: 'v1', chargedKib: 3000, kernelKib: 200 } as const;
    expect(cgroupMemory.collect(observe({ memory: { ...reading, cgroup } }))).toEqual({
      'memory.cgroup_charged': 3000,
      'memory.cgroup_kernel': 200,
    });
    expect(cgroupMemory.collect(observe({ memory: reading }))).toEqual({});
    expect(cgroupMemory.metrics.every(({ mayBeAbsent }) => mayBeAbsent)).toBe(true);
  });
});

describe('memoryPeak', () => {
  const memorySeries: MemorySeries = {
    startedAt: 0n,
    periodNs: 1,
    tickCount: 3,
    missedTickCount: 1,
    samples: [10, 12].map((rssKib) => ({ ...reading, atNs: 0, vmm: { ...use, rssKib } })),
  };

  it('is the most of all looks, with how many were left out beside it', () => {
    expect(memoryPeak.collect(observe({ memorySeries }))).toEqual({
      'memory.vmm_rss_max': 12,
      'memory.missed_ticks': 1,
    });
  });

  it.each([
    ['no series', {}, /has not sampled it/],
    ['a series without a look', { memorySeries: { ...memorySeries, samples: [] } }, /has not sampled it/],
    ['a series that failed', { memorySeries: { ...memorySeries, failure: 'it has ended' } }, /it has ended/],
  ])('fails on %s', (_what, observations, seen) => {
    expect(() => memoryPeak.collect(observe(observations))).toThrow(seen);
  });
});

describe('cpuTimes', () => {
  const at = (ns: bigint, runs: readonly number[], kernelNs?: number): CpuTimes => ({
    at: ns,
    threads: runs.map((runNs, index) => ({ tid: index + 1, comm: '', runNs })),
    kernelThreads: kernelNs === undefined ? [] : [{ tid: 90, comm: 'kvm-pit/1', runNs: kernelNs }],
  });

  it('adds CPU time of the boot by role; a thread that was not there before began at zero', () => {
    const beforeBoot = at(0n, [1000, 2000]);
    const ready = at(10n, [5000, 2500, 3000, 4000], 100);
    const end = at(1010n, [9000, 9000, 9000, 9000], 350);
    expect(cpuTimes.collect(observe({ cpuTimes: { beforeBoot, ready, end } }))).toEqual({
      'cpu.boot_vmm': 4,
      'cpu.boot_api': 0.5,
      'cpu.boot_vcpu': 7,
      'cpu.kernel': 25,
    });
  });

  it('leaves the kernel out where it shows no thread, and fails without readings', () => {
    const times = { beforeBoot: at(0n, []), ready: at(1n, []), end: at(2n, []) };
    expect(cpuTimes.collect(observe({ cpuTimes: times }))).not.toHaveProperty('cpu.kernel');
    expect(() => cpuTimes.collect(observe({}))).toThrow(/has not read them/);
  });
});

describe('firstActivity', () => {
  const startCall = { method: 'PUT', path: '/snapshot/load', sentAt: 1_000_000n, clientNs: 5 };

  it('is the time from the request that made the guest run', () => {
    const observation = observe({ firstActivity: { at: 3_500_000n, source: 'kvm-trace' } });
    const readings = { ...observation.readings, startCall };
    expect(firstActivity.collect({ ...observation, readings })).toEqual({ 'restore.first_activity': 2500 });
  });

  it('fails where nobody has looked at it, or nothing made the guest run', () => {
    expect(() => firstActivity.collect(observe({}))).toThrow(/has not looked at it/);
    const observation = observe({ firstActivity: { at: 1n, source: 'console' } });
    expect(() => firstActivity.collect(observation)).toThrow(/has not looked at it/);
  });
});

describe('threadCpu', () => {
  it('adds shares by role; a thread found later began at zero', () => {
    expect(threadCpu.collect(observe({ threads: series }))).toEqual({
      'cpu.vmm': 20,
      'cpu.api': 0,
      'cpu.vcpu': 100,
      'cpu.other': 5,
      'cpu.vcpu_wait': 15,
      'cpu.missed_ticks': 1,
    });
  });

  it.each([
    ['no series', {}, /has not sampled threads/],
    ['a failed series', { threads: { ...series, failure: 'it broke' } }, /it broke/],
    ['a series of one tick', { threads: { ...series, threads: [track(1, [[0, 1, 1]])] } }, /not two looks/],
  ])('fails on %s', (_what, observations, seen) => {
    expect(() => threadCpu.collect(observe(observations))).toThrow(seen);
  });
});

describe('threadShares()', () => {
  it('takes the samples within a window', () => {
    const shares = threadShares(series, observe({}).placement, { fromNs: 400, toNs: 1200 });
    expect(shares.map(({ role, runPercent }) => [role, runPercent])).toEqual([
      ['vmm', 20],
      ['api', 0],
      ['vcpu 0', 80],
      ['vcpu 1', 20],
      ['other', 4],
    ]);
  });

  it('has no share of a window without two ticks', () => {
    expect(threadShares(series, observe({}).placement, { fromNs: 600, toNs: 1200 })).toEqual([]);
  });
});

describe('processCpu', () => {
  it('is the mean of what pidusage told', () => {
    const samples = [30, 50].map((cpuPercent) => ({ atNs: 0, cpuPercent, rssKib: 0 }));
    expect(processCpu.collect(observe({ processUsage: { samples } }))).toEqual({
      'cpu.process_pidusage': 40,
    });
    expect(() => processCpu.collect(observe({ processUsage: { samples: [] } }))).toThrow(/told no share/);
    expect(() => processCpu.collect(observe({ processUsage: { samples, failure: 'gone' } }))).toThrow(/gone/);
  });
});
