import { formatPoint, type Arm, type Case, type Plan } from '../../../src/model/plan.ts';
import type { MetricDefinition, Samples } from '../../../src/model/metric.ts';
import type { RunManifest } from '../../../src/model/run.ts';
import type { TrialRecord } from '../../../src/model/trial.ts';
import {
  aBenchmark,
  aCase,
  aFailure,
  aManifest,
  aMetric,
  anArm,
  anAppliedPlacement,
  aPlacedThread,
  aPlacement,
  aPlan,
  aTrial,
  aVmRecord,
  blocksOf,
  somePhases,
} from '../builders.ts';

export interface ReportRun {
  readonly manifest: RunManifest;
  readonly trials: readonly TrialRecord[];
}

interface ReportRunOptions {
  readonly vcpus: readonly number[];
  readonly memMib: readonly number[];
  readonly arms: readonly string[];
  /** Measured trials a case and arm. */
  readonly trialCount: number;
}

const metrics: readonly MetricDefinition[] = [
  aMetric(),
  aMetric({
    id: 'boot.guest_cpu',
    description: 'CPU time of the VMM process from the start request to the write to the boot timer.',
  }),
  aMetric({
    id: 'boot.start_call',
    description: 'InstanceStart at the client, from the request to the answer.',
  }),
  aMetric({
    id: 'boot.start_call_vmm',
    description: 'InstanceStart at the VMM, as its own log tells.',
  }),
  aMetric({
    id: 'process.startup',
    description: 'From the start of the jailer to a live API thread.',
  }),
  aMetric({
    id: 'process.startup_cpu',
    description: 'CPU time that the jailer and the VMM spent until the API thread lived.',
  }),
];

/** A fixed stream of numbers in [0, 1): Lehmer's generator with Park and Miller's constants. */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** A hard floor, a right skew and a slow mode in one of ten: the shape that boot times have. */
function aBootUs(random: () => number, floorUs: number): number {
  const skewUs = -Math.log(1 - random()) * 0.035 * floorUs;
  const slowUs = random() < 0.1 ? 0.25 * floorUs : 0;
  return Math.round(floorUs + skewUs + slowUs);
}

/**
 * A run of `boot-time` over vcpus × memMib with one warm-up trial a case and arm, blocks in turn over the cases, and two
 * failures: t0020 lost its VMM, t0030 was not ready in time.
 */
export function aReportRun(options: Partial<ReportRunOptions> = {}): ReportRun {
  const shape: ReportRunOptions = {
    vcpus: [1, 2],
    memMib: [128, 512],
    arms: ['default'],
    trialCount: 20,
    ...options,
  };
  const cases = shape.vcpus.flatMap((vcpus) => shape.memMib.map((memMib) => reportCase(vcpus, memMib)));
  const arms = shape.arms.map((id) => anArm({ id }));
  const trials = reportTrials({ cases, arms, trialCount: shape.trialCount });
  return {
    manifest: reportManifest(
      aPlan({ cases, arms, blocks: blocksOf(trials), trialsPerCase: shape.trialCount }),
    ),
    trials,
  };
}

function reportCase(vcpus: number, memMib: number): Case {
  const point = { vcpus, memMib };
  return aCase({
    id: `boot-time/${formatPoint(point).replace(' ', ',')}`,
    point,
    placement: aPlacement({ confineTo: [1, 2, 3, 4], vcpus: vcpus === 1 ? [[3]] : [[3], [4]] }),
  });
}

function reportManifest(plan: Plan): RunManifest {
  return aManifest({
    title: 'Boot time of jailed microVMs',
    command: ['microvm-bench', 'run', 'boot-time', '--trials', '20', '--seed', '42'],
    plan,
    measuredCpus: [1, 2, 3, 4],
    benchmarks: [aBenchmark({ metrics })],
    digests: [
      { role: 'firecracker', path: '/opt/firecracker/firecracker', sha256: 'ab12'.repeat(16) },
      { role: 'jailer', path: '/opt/firecracker/jailer', sha256: '9f03'.repeat(16) },
      { role: 'kernel', path: '/opt/guest/probe_guest', sha256: '77c0'.repeat(16) },
    ],
  });
}

interface TrialShape {
  readonly cases: readonly Case[];
  readonly arms: readonly Arm[];
  readonly trialCount: number;
}

function reportTrials({ cases, arms, trialCount }: TrialShape): readonly TrialRecord[] {
  const random = lehmer(20_260_102);
  const blockLength = 2;
  const rounds = [0, ...Array.from({ length: Math.ceil(trialCount / blockLength) }, (_, index) => index + 1)];
  const trials: TrialRecord[] = [];
  for (const round of rounds) {
    for (const [caseIndex, kase] of cases.entries()) {
      const repeats = round === 0 ? 1 : Math.min(blockLength, trialCount - (round - 1) * blockLength);
      const block = round * cases.length + caseIndex;
      for (let position = 0; position < repeats * arms.length; position += 1) {
        const armIndex = (position + round) % arms.length;
        const place = { number: trials.length, block, position, isWarmup: round === 0 };
        trials.push(
          reportTrial({ kase, caseIndex, arm: arms[armIndex] ?? anArm(), armIndex, random, ...place }),
        );
      }
    }
  }
  return trials.map((trial) => (failingTrials.has(trial.trialId) ? failed(trial) : trial));
}

const failingTrials: ReadonlySet<string> = new Set(['t0030', 't0020']);

interface TrialPlace {
  readonly kase: Case;
  readonly caseIndex: number;
  readonly arm: Arm;
  readonly armIndex: number;
  readonly random: () => number;
  readonly number: number;
  readonly block: number;
  readonly position: number;
  readonly isWarmup: boolean;
}

function reportTrial(place: TrialPlace): TrialRecord {
  const { kase, number } = place;
  const floorUs = 12_800 + 3_900 * place.caseIndex - 900 * place.armIndex;
  const bootUs = aBootUs(place.random, floorUs) + (place.isWarmup ? 4_000 : 0);
  const startUs = Math.round(bootUs * 0.62);
  const startupUs = 9_000 + Math.round(3_000 * place.random());
  const samples: Samples = {
    'boot.guest': bootUs,
    'boot.guest_cpu': Math.round(bootUs * 0.81),
    'boot.start_call': startUs,
    'boot.start_call_vmm': startUs - 140 - Math.round(60 * place.random()),
    'process.startup': startupUs,
    'process.startup_cpu': Math.round(startupUs * 0.4),
  };
  const vcpuThreads = (kase.placement?.vcpus ?? []).map((allowedCpus, vcpu) =>
    aPlacedThread({
      comm: `fc_vcpu ${String(vcpu)}`,
      role: `vcpu ${String(vcpu)}`,
      allowedCpus,
      lastCpu: allowedCpus[0] ?? 0,
    }),
  );
  return aTrial({
    trialId: `t${String(number + 1).padStart(4, '0')}`,
    caseId: kase.id,
    armId: place.arm.id,
    block: place.block,
    position: place.position,
    isWarmup: place.isWarmup,
    startedAt: new Date(Date.UTC(2026, 0, 2, 3, 4, 6) + 250 * number).toISOString(),
    phases: somePhases({
      attach: place.random() < 0.5 ? 1_100 : 9_000,
      start: startUs,
      ready: bootUs - startUs + 300,
    }),
    samples,
    vms: [aVmRecord({ vmId: `t${String(number + 1)}-0` })],
    placement: anAppliedPlacement({
      threads: [
        aPlacedThread({ comm: 'firecracker', role: 'vmm', allowedCpus: [1], lastCpu: 1 }),
        aPlacedThread({ comm: 'fc_api', role: 'api', allowedCpus: [2], lastCpu: 2 }),
        ...vcpuThreads,
      ],
    }),
  });
}

function failed(trial: TrialRecord): TrialRecord {
  const phases = trial.phases.slice(0, 9);
  const { wallNs = 0 } = trial;
  return {
    ...trial,
    phases,
    unaccountedNs: phases.reduce((restNs, { durationNs }) => restNs - durationNs, wallNs),
    samples: {},
    outcome:
      trial.trialId === 't0030'
        ? aFailure({ evidence: `failed/${trial.trialId}` })
        : aFailure({
            code: 'VMM_EXITED',
            reason: 'Cannot start the guest: Firecracker was ended by signal 9',
            hint: 'Look for the OOM killer in the kernel log',
            causes: ['Cannot send PUT /actions: the socket was closed'],
            lastLogLines: [],
            evidence: `failed/${trial.trialId}`,
          }),
  };
}
