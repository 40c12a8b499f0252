import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRun } from '../../src/analysis/read-run.ts';
import { requireVm } from './skips.ts';
import { findTraces, makeTestFolder, runTool } from './run-tool.ts';

/** Samples of a case's only trial, by metric. */
type SamplesByCase = Readonly<Record<string, Readonly<Record<string, number>>>>;

describe('the built-in benchmark', () => {
  let folder: ReturnType<typeof makeTestFolder>;
  const jailBase = (): string => join(folder.path, 'jails');

  beforeEach((context) => {
    requireVm(context);
    folder = makeTestFolder();
  });
  afterEach(() => {
    const traces = findTraces(jailBase());
    folder[Symbol.dispose]();
    expect(traces).toEqual([]);
  });

  const runOnce = async (id: string, ...parameters: readonly string[]): Promise<SamplesByCase> => {
    const results = join(folder.path, 'results');
    const options = ['--jail-base', jailBase(), '--results', results, '-n', '1', '--warmup', '0'];
    const settings = parameters.flatMap((parameter) => ['--param', parameter]);
    const { status, stderr } = await runTool(['run', id, ...options, ...settings]);
    expect(status, stderr).toBe(0);
    const { trials } = readRun(realpathSync(join(results, 'latest')));
    return Object.fromEntries(
      trials.map(({ caseId, samples }) => [caseId.slice(caseId.indexOf('/') + 1), samples]),
    );
  };

  it('process-startup gives a start-up time for each launch and confinement', async () => {
    const samples = await runOnce('process-startup');
    expect(Object.keys(samples)).toHaveLength(8);
    for (const each of Object.values(samples)) {
      expect(each['process.startup']).toBeGreaterThan(0);
      expect(each['process.startup']).toBeLessThan(1e6);
    }
  });

  it('api-latency has each request longer at the client than in the VMM', async () => {
    const [samples = {}] = Object.values(await runOnce('api-latency'));
    const atClient = Object.keys(samples).filter((id) => id.startsWith('api.') && !id.endsWith('_vmm'));
    expect(atClient).toContain('api.instance_start');
    for (const id of atClient) expect(samples[id]).toBeGreaterThan(samples[`${id}_vmm`] ?? NaN);
  });

  it('snapshot-create writes less for a diff than for a full snapshot', async () => {
    const samples = await runOnce('snapshot-create', 'memMib=128');
    const allocatedKib = (id: string): number => samples[id]?.['snapshot.allocated'] ?? NaN;
    expect(allocatedKib('kind=full,memMib=128')).toBe(128 * 1024);
    expect(allocatedKib('kind=diff,memMib=128')).toBeLessThan(4 * 1024);
    expect(allocatedKib('kind=diff,memMib=128')).toBeGreaterThan(0);
  });

  it('snapshot-restore gives load, first activity, working set and faults for each backend', async () => {
    const samples = await runOnce('snapshot-restore', 'memMib=128');
    const sampleOf = (backend: string, id: string): number =>
      samples[`backend=${backend},pageCache=warm,memMib=128`]?.[id] ?? NaN;
    expect(sampleOf('uffd-all', 'restore.resident')).toBe(128 * 1024);
    for (const backend of ['file', 'uffd-on-demand', 'uffd-prefetch']) {
      expect(sampleOf(backend, 'restore.resident')).toBeGreaterThan(16 * 1024);
      expect(sampleOf(backend, 'restore.resident')).toBeLessThan(32 * 1024);
    }
    expect(sampleOf('uffd-on-demand', 'restore.major_faults')).toBeGreaterThan(4096);
    expect(sampleOf('uffd-prefetch', 'restore.major_faults')).toBeLessThan(100);
    for (const [id = '', values] of Object.entries(samples)) {
      expect(values['restore.first_activity'], id).toBeGreaterThan(0);
      expect(values['restore.working_set'], id).toBeGreaterThan(values['restore.first_activity'] ?? NaN);
    }
  });

  it('memory-overhead leaves the guest out of the VMM, however large it is', async () => {
    const samples = await runOnce('memory-overhead', 'memMib=128,1024');
    for (const state of ['booted', 'paused', 'restored']) {
      const [small = {}, large = {}] = [128, 1024].map(
        (memMib) => samples[`state=${state},memMib=${memMib}`],
      );
      expect(small['memory.vmm_rss'], state).toBeGreaterThan(500);
      expect(large['memory.vmm_rss'], state).toBeLessThan(2 * (small['memory.vmm_rss'] ?? NaN));
      expect(large['memory.vmm_size'], state).toBeLessThan(100 * 1024);
      expect(small['memory.vmm_rss_max'], state).toBeGreaterThanOrEqual(small['memory.vmm_rss'] ?? NaN);
      const cgroup = 'memory.cgroup_kernel';
      // What KVM keeps for the guest's memory is the kernel's, and grows with it.
      if (cgroup in small) expect(large[cgroup], state).toBeGreaterThan(2 * (small[cgroup] ?? NaN));
    }
  });

  it('cpu-load finds a computing vCPU busy and a halted one idle', async () => {
    const samples = await runOnce('cpu-load', 'vcpus=1');
    const vcpuPercent = (load: string): number => samples[`load=${load},vcpus=1`]?.['cpu.vcpu'] ?? NaN;
    for (const load of ['compute', 'console']) {
      expect(vcpuPercent(load), load).toBeGreaterThan(50);
      expect(vcpuPercent(load), load).toBeLessThan(102);
    }
    expect(vcpuPercent('idle')).toBeLessThan(20);
    for (const each of Object.values(samples)) {
      for (const id of ['cpu.boot_vmm', 'cpu.boot_api', 'cpu.boot_vcpu']) expect(each[id]).toBeGreaterThan(0);
    }
    const processPercent = samples['load=compute,vcpus=1']?.['cpu.process_pidusage'];
    expect(processPercent).toBeGreaterThan(50);
  });

  it('density adds VMs one by one, each with memory of its own', async () => {
    const [samples = {}] = Object.values(await runOnce('density', 'vms=6'));
    expect(samples['density.up']).toBe(6);
    expect(samples['density.own_memory']).toBeGreaterThan(500);
    expect(samples['density.own_memory']).toBeLessThan(20 * 1024);
    expect(samples['density.boot_last']).toBeGreaterThan(0);
    expect(samples['density.memory_per_vm']).toBeGreaterThan(-10 * 1024);
    expect(samples['density.memory_per_vm']).toBeLessThan(30 * 1024);
  });

  it('launch-rate has all VMs of a trial up', async () => {
    const [samples = {}] = Object.values(await runOnce('launch-rate', 'width=4'));
    expect(samples).toMatchObject({ 'launch.failed': 0 });
    const { 'launch.rate': rate = NaN, 'launch.all_up': allUpMs = NaN } = samples;
    expect(rate).toBeGreaterThan(0);
    expect(allUpMs).toBeGreaterThan(0);
    expect(samples['launch.in_flight_mean']).toBeGreaterThan(1);
  });
});
