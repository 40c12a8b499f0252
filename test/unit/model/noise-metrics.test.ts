import { describe, expect, it } from 'vitest';
import { isNoiseMetricId, noiseMetrics, noiseSamples } from '../../../src/model/noise-metrics.ts';
import { anAppliedPlacement, aVmRecord } from '../builders.ts';

const noise = {
  spanNs: 1,
  stealUs: 10_000,
  majorFaults: 1,
  swappedInPages: 2,
  swappedOutPages: 3,
  otherVms: 4,
};

describe('noiseSamples()', () => {
  it('adds up threads and VMs, and takes the host as it is', () => {
    const placement = anAppliedPlacement();
    const vms = [
      aVmRecord({ majorFaults: 2, missedLogCount: 0 }),
      aVmRecord({ majorFaults: 3, missedLogCount: 7 }),
    ];
    const pressure = { cpuPressureUs: 5, memoryPressureUs: 6, ioPressureUs: 7 };
    expect(noiseSamples({ placement, vms, noise: { ...noise, ...pressure } })).toEqual({
      'noise.wait': 120,
      'noise.involuntary_switches': 6,
      'noise.migrations': 3,
      'noise.major_faults': 5,
      'noise.missed_log_lines': 7,
      'noise.steal': 10_000,
      'noise.host_major_faults': 1,
      'noise.swapped_pages': 5,
      'noise.other_vms': 4,
      'noise.pressure_cpu': 5,
      'noise.pressure_memory': 6,
      'noise.pressure_io': 7,
    });
  });

  it('has no sum of which a part was not told, and no zero for what nobody told', () => {
    const { threads, ...rest } = anAppliedPlacement();
    const [first, ...others] = threads.map(({ migrations, ...thread }) => ({ migrations, thread }));
    const placement = { ...rest, threads: [...others.map(({ thread }) => thread)] };
    expect(first?.migrations).toBeDefined();
    const samples = noiseSamples({
      placement,
      vms: [aVmRecord({ majorFaults: 1 }), aVmRecord()],
    });
    expect(Object.keys(samples)).toEqual(['noise.wait', 'noise.involuntary_switches']);
  });
});

describe('isNoiseMetricId()', () => {
  it('knows all of them and nothing else', () => {
    expect(noiseMetrics().every(({ id }) => isNoiseMetricId(id))).toBe(true);
    expect(['boot.guest', 'noises', 'phase.noise'].some(isNoiseMetricId)).toBe(false);
  });
});
