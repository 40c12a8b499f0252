import { describe, expect, it } from 'vitest';
import { cgroupMemory, memory } from '../../../src/collectors/memory.ts';
import { processCpu, threadCpu, threadShares } from '../../../src/collectors/thread-cpu.ts';
import type { Observation } from '../../../src/model/definition.ts';
import type { MemoryReading, ThreadSeries, TrialObservations } from '../../../src/model/observations.ts';
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
  it('samples what the cgroup counts, and fails without one', () => {
    const cgroup = { version: 'v1', chargedKib: 3000, kernelKib: 200 } as const;
    expect(cgroupMemory.collect(observe({ memory: { ...reading, cgroup } }))).toEqual({
      'memory.cgroup_charged': 3000,
      'memory.cgroup_kernel': 200,
    });
    expect(() => cgroupMemory.collect(observe({ memory: reading }))).toThrow(/has none to itself/);
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
