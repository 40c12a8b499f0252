/** Runs whose benchmarks look at more than samples, with what their trials have looked at. */
import type { TemporaryFolder } from './cli/temporary-folder.ts';
import type { RunRecords } from '../../src/analysis/run-facts.ts';
import { formatPoint, type Case, type ParameterPoint } from '../../src/model/plan.ts';
import type { BenchmarkFacts } from '../../src/model/run.ts';
import type { TrialRecord } from '../../src/model/trial.ts';
import {
  aBenchmark,
  aCase,
  aManifest,
  aMetric,
  anAppliedPlacement,
  anArm,
  aPlacedThread,
  aPlan,
  aTrial,
  blocksOf,
} from './builders.ts';

/** Records with the observation files of their folder, by path. */
export interface ObservedRun extends RunRecords {
  readonly files: Readonly<Record<string, unknown>>;
}

/** What one trial gives. */
export interface TrialValues {
  readonly samples: Readonly<Record<string, number>>;
  readonly observations?: Readonly<Record<string, unknown>>;
  readonly phases?: TrialRecord['phases'];
}

/** The benchmark, its points, and what each trial gives. */
export interface RunShape {
  readonly benchmark: BenchmarkFacts;
  readonly points: readonly ParameterPoint[];
  readonly armIds?: readonly string[];
  readonly trialCount: number;
  readonly valuesOf: (
    point: ParameterPoint,
    trial: { readonly armId: string; readonly number: number },
  ) => TrialValues;
}

/** A run of one benchmark: each case and arm has so many trials, in blocks of one trial an arm. */
export function aShapedRun({
  benchmark,
  points,
  armIds = ['default'],
  trialCount,
  valuesOf,
}: RunShape): ObservedRun {
  const cases = points.map((point): Case =>
    aCase({
      id: `${benchmark.id}/${formatPoint(point).replaceAll(' ', ',')}`,
      benchmarkId: benchmark.id,
      point,
    }),
  );
  const files: Record<string, unknown> = {};
  const trials: TrialRecord[] = [];
  for (let number = 0; number < trialCount; number += 1) {
    for (const [caseIndex, { id: caseId, point }] of cases.entries()) {
      for (const [position, armId] of armIds.entries()) {
        const trialId = `t${String(trials.length + 1).padStart(4, '0')}`;
        const { samples, observations, phases } = valuesOf(point, { armId, number });
        const path = `observations/${trialId}.json`;
        if (observations !== undefined)
          files[path] = { trialId, trialStartedAt: '1000000000', ...observations };
        trials.push(
          aTrial({
            trialId,
            caseId,
            armId,
            block: number * cases.length + caseIndex,
            position,
            samples,
            placement: anAppliedPlacement({
              threads: [
                aPlacedThread({ tid: 10, comm: 'firecracker', role: 'vmm' }),
                aPlacedThread({ tid: 11, comm: 'fc_api', role: 'api' }),
                aPlacedThread({ tid: 12, comm: 'fc_vcpu 0', role: 'vcpu 0' }),
                aPlacedThread({ tid: 13, comm: 'fc_vcpu 1', role: 'vcpu 1' }),
              ],
            }),
            ...(phases === undefined ? {} : { phases }),
            ...(observations === undefined ? {} : { observations: path }),
          }),
        );
      }
    }
  }
  const plan = aPlan({
    cases,
    arms: armIds.map((id) => anArm({ id })),
    blocks: blocksOf(trials),
    trialsPerCase: trialCount,
  });
  return { manifest: aManifest({ plan, benchmarks: [benchmark] }), trials, files };
}

/** Trials that start 4 and 8 VMs in turn: VM k, from 0, boots in 100 + k ms and 10 µs a trial before it, and takes 4 MiB. */
export function aDensityRun(trialCount = 7): ObservedRun {
  const metric = aMetric({ id: 'density.own_memory', unit: 'KiB', kind: 'memory' });
  return aShapedRun({
    benchmark: aBenchmark({ id: 'density', headline: metric.id, metrics: [metric] }),
    points: [{ vms: 4 }, { vms: 8 }],
    trialCount,
    valuesOf: ({ vms }, { number }) => ({
      samples: { [metric.id]: 3000 + number },
      observations: {
        launches: Array.from({ length: Number(vms) }, (_, index) => ({
          startedAt: String(1_000_000_000 + index * 200_000_000),
          upAt: String(1_000_000_000 + index * 200_000_000 + 150_000_000),
          bootUs: 100_000 + 1000 * index + 10 * number,
          hostAvailableKib: 8_000_000 - 4096 * index - number * index,
        })),
      },
    }),
  });
}

/** Trials that start 1, 4 and 16 VMs at once; the k-th is up after 50 + 10 k ms. */
export function aLaunchRun(trialCount = 7): ObservedRun {
  const metric = aMetric({ id: 'launch.rate', unit: 'count', kind: 'count', direction: 'higher-is-better' });
  return aShapedRun({
    benchmark: aBenchmark({ id: 'launch-rate', headline: metric.id, metrics: [metric] }),
    points: [1, 4, 16].map((width) => ({ width })),
    trialCount,
    valuesOf: ({ width }, { number }) => ({
      samples: { [metric.id]: Number(width) / (0.05 + 0.01 * Number(width)) + number / 10 },
      observations: {
        launches: Array.from({ length: Number(width) }, (_, index) => ({
          startedAt: String(1_000_000_000 + index * 100_000),
          upAt: String(1_000_000_000 + 50_000_000 + 10_000_000 * index),
        })),
      },
    }),
  });
}

/**
 * One trial of threads looked at each 10 ms from 30 ms on, 11 looks: the vCPU thread takes all of its CPU from the sixth look on, the VMM
 * thread a tenth throughout; a helper thread comes at the fourth look.
 */
export function aThreadRun(
  points: readonly ParameterPoint[] = [{ load: 'compute' }],
  armIds = ['default'],
): ObservedRun {
  const metric = aMetric({ id: 'cpu.vcpu', unit: 'percent', kind: 'share' });
  const track = (tid: number, runNs: (tick: number) => number, from = 0): unknown => ({
    tid,
    comm: `thread ${tid}`,
    samples: Array.from({ length: 11 - from }, (_, index) => ({
      atNs: (index + from) * 10_000_000,
      runNs: runNs(index + from),
      waitNs: 0,
      lastCpu: 1,
    })),
  });
  return aShapedRun({
    benchmark: aBenchmark({ id: 'cpu-load', headline: metric.id, metrics: [metric] }),
    points,
    armIds,
    trialCount: 1,
    valuesOf: () => ({
      samples: { [metric.id]: 50 },
      phases: [
        { name: 'spawn', startNs: 0, durationNs: 20_000_000, harnessCpuNs: 0 },
        { name: 'ready', startNs: 20_000_000, durationNs: 30_000_000, harnessCpuNs: 0 },
        { name: 'collect', startNs: 50_000_000, durationNs: 50_000_000, harnessCpuNs: 0 },
        { name: 'kill', startNs: 100_000_000, durationNs: 40_000_000, harnessCpuNs: 0 },
      ],
      observations: {
        threads: {
          startedAt: '1030000000',
          threads: [
            track(10, (tick) => 5_000_000 + tick * 1_000_000),
            track(11, () => 2_000_000),
            track(12, (tick) => Math.max(0, tick - 5) * 10_000_000),
            track(99, (tick) => (tick - 3) * 500_000, 3),
          ],
        },
      },
    }),
  });
}

/** A run's records with its folder, in which its observations are written. */
export function inFolder({ manifest, trials, files }: ObservedRun, folder: TemporaryFolder): RunRecords {
  for (const [path, value] of Object.entries(files)) folder.write(path, JSON.stringify(value));
  return { manifest, trials, folder: folder.path };
}

/** Resident memory that grows by half a KiB a MiB of guest memory, in two states. */
export function aMemoryRun(trialCount: number, armIds = ['default']): ObservedRun {
  const metric = aMetric({ id: 'memory.vmm_rss', unit: 'KiB', kind: 'memory' });
  return aShapedRun({
    benchmark: aBenchmark({
      id: 'memory-overhead',
      headline: metric.id,
      metrics: [metric],
      slopes: [{ metric: metric.id, over: 'memMib' }],
    }),
    points: ['booted', 'restored'].flatMap((state) => [128, 512, 1024].map((memMib) => ({ state, memMib }))),
    armIds,
    trialCount,
    valuesOf: ({ memMib }, { armId, number }) => ({
      samples: {
        [metric.id]: 3000 + Number(memMib) / 2 + ((number * 37) % 11) + (armId === 'candidate' ? 300 : 0),
      },
    }),
  });
}
