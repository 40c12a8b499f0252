/**
 * Builders of plausible values with defaults: a test states only what it is about.
 * `aSmallRun()` is the run of `test/fixtures/run-small`.
 */
import type { HostFacts } from '../../src/model/host-facts.ts';
import type { MetricDefinition } from '../../src/model/metric.ts';
import type { AppliedPlacement, PlacedThread, PlannedPlacement } from '../../src/model/placement.ts';
import type { Block, Case, Plan, PlannedTrial, RunnableArm } from '../../src/model/plan.ts';
import type { BenchmarkFacts, RunManifest } from '../../src/model/run.ts';
import { phaseNames, type Phase, type PhaseName } from '../../src/model/timeline.ts';
import type { TrialOutcome, TrialRecord, VmRecord } from '../../src/model/trial.ts';

export function aMetric(overrides: Partial<MetricDefinition> = {}): MetricDefinition {
  return {
    id: 'boot.guest',
    unit: 'us',
    direction: 'lower-is-better',
    kind: 'time',
    description: 'From the InstanceStart request at the VMM to the write of the guest to the boot timer.',
    ...overrides,
  };
}

export function aPlacement(overrides: Partial<PlannedPlacement> = {}): PlannedPlacement {
  return { policy: 'dedicated', confineTo: [1, 2, 3], vmm: [1], api: [2], vcpus: [[3]], ...overrides };
}

export function aCase(overrides: Partial<Case> = {}): Case {
  return {
    id: 'boot-time/vcpus=1,memMib=128',
    benchmarkId: 'boot-time',
    point: { vcpus: 1, memMib: 128 },
    placement: aPlacement(),
    ...overrides,
  };
}

export function anArm(overrides: Partial<RunnableArm> = {}): RunnableArm {
  return { id: 'default', firecrackerVersion: '1.12.1', launch: 'pid-namespace', ...overrides };
}

export function aPlannedTrial(overrides: Partial<PlannedTrial> = {}): PlannedTrial {
  return {
    id: 't0001',
    caseId: 'boot-time/vcpus=1,memMib=128',
    armId: 'default',
    block: 0,
    position: 0,
    isWarmup: false,
    ...overrides,
  };
}

export function aPlan(overrides: Partial<Plan> = {}): Plan {
  return {
    seed: 42,
    generator: 'a test generator',
    arms: [anArm()],
    cases: [aCase()],
    blocks: [],
    trialsPerCase: 8,
    trialTimeoutMs: 10_000,
    findings: [],
    ...overrides,
  };
}

export function aBenchmark(overrides: Partial<BenchmarkFacts> = {}): BenchmarkFacts {
  return {
    id: 'boot-time',
    question: 'How long does a microVM take from the start request to a running guest?',
    timedSpan: 'From the InstanceStart request to the write of the guest to the boot timer.',
    disturbedBy: ['page cache state of the kernel image'],
    headline: 'boot.guest',
    metrics: [
      aMetric(),
      aMetric({
        id: 'noise.missed_log_lines',
        unit: 'count',
        direction: 'neither',
        kind: 'count',
        description: 'Log lines that the VMM dropped.',
      }),
    ],
    ...overrides,
  };
}

/** A quiet bare-metal host: no host rule has anything to say of it. */
export function aHost(overrides: Partial<HostFacts> = {}): HostFacts {
  return { identity: aHostIdentity(), settings: aHostSettings(), observed: aHostObservation(), ...overrides };
}

export function aHostIdentity(overrides: Partial<HostFacts['identity']> = {}): HostFacts['identity'] {
  return {
    hostname: 'bench-1',
    architecture: 'x86_64',
    cpuModel: 'Example CPU 8-Core',
    cpuCount: 8,
    threadsPerCore: 1,
    numaNodes: 1,
    microcode: '0xa1',
    memTotalMib: 32_768,
    kernel: '6.1.0',
    kernelCommandLine: 'root=/dev/sda1 quiet',
    distribution: 'Example Linux 12',
    kvmModules: ['kvm', 'kvm_amd'],
    mitigations: { spectre_v2: 'Mitigation: Retpolines' },
    ...overrides,
  };
}

export function aHostSettings(overrides: Partial<HostFacts['settings']> = {}): HostFacts['settings'] {
  return {
    governors: ['performance'],
    turbo: 'off',
    smt: 'off',
    transparentHugePages: 'madvise',
    kernelSamepageMerging: 'off',
    swapTotalMib: 0,
    isolatedCpus: '1-3',
    clocksource: 'tsc',
    cgroup: 'v2',
    jailFilesystem: 'ext4',
    ...overrides,
  };
}

export function aHostObservation(overrides: Partial<HostFacts['observed']> = {}): HostFacts['observed'] {
  return { loadAverage1m: 0.05, memAvailableMib: 30_000, uptimeS: 86_400, ...overrides };
}

/** A complete run of one case and one arm; its plan holds no trials until `plan` is given. */
export function aManifest(overrides: Partial<RunManifest> = {}): RunManifest {
  return {
    format: '1.0',
    runId: '20260102T030405Z-bench-1-0a1b2c',
    title: 'A small run',
    startedAt: '2026-01-02T03:04:05.000Z',
    end: { status: 'complete', endedAt: '2026-01-02T03:05:05.000Z', runnerPeakRssKib: 98_304 },
    command: ['microvm-bench', 'run', 'boot-time'],
    settings: { trials: { value: 8, origin: 'flag' }, seed: { value: 42, origin: 'default' } },
    plan: aPlan(),
    benchmarks: [aBenchmark()],
    digests: [{ role: 'firecracker', path: '/opt/firecracker/firecracker', sha256: 'ab'.repeat(32) }],
    measuredCpus: [1, 2, 3],
    harnessCpus: [0],
    host: aHost(),
    versions: { 'microvm-bench': '0.1.0', node: '20.20.2', 'simple-statistics': '7.12.1' },
    findings: [],
    ...overrides,
  };
}

/** The phases of a trial that boots a VM. */
const phaseDurationsUs: Readonly<Partial<Record<PhaseName, number>>> = {
  jail: 400,
  spawn: 1_200,
  copy: 2_500,
  attach: 1_100,
  enter: 1_500,
  api_ready: 3_000,
  configure: 2_000,
  start: 9_000,
  pin: 300,
  ready: 60_000,
  collect: 1_500,
  kill: 4_000,
  cgroup: 700,
  remove: 600,
};

/** Contiguous phases from the start of the trial, with the given durations in microseconds in place of the defaults. */
export function somePhases(durationsUs: Partial<Record<PhaseName, number>> = {}): readonly Phase[] {
  let startNs = 0;
  const bootPhases = phaseNames.filter((name) => phaseDurationsUs[name] !== undefined);
  return bootPhases.map((name) => {
    const durationNs = (durationsUs[name] ?? phaseDurationsUs[name] ?? 0) * 1000;
    const phase = { name, startNs, durationNs, harnessCpuNs: Math.round(durationNs / 10) };
    startNs += durationNs;
    return phase;
  });
}

export function aPlacedThread(overrides: Partial<PlacedThread> = {}): PlacedThread {
  return {
    tid: 4_242,
    comm: 'fc_vcpu 0',
    role: 'vcpu 0',
    allowedCpus: [3],
    lastCpu: 3,
    migrations: 1,
    runNs: 60_000_000,
    waitNs: 40_000,
    involuntarySwitches: 2,
    ...overrides,
  };
}

/** The default planned placement, held. */
export function anAppliedPlacement(overrides: Partial<AppliedPlacement> = {}): AppliedPlacement {
  return {
    policy: 'dedicated',
    confinement: 'cpuset-v2',
    setter: 'koffi',
    threads: [
      aPlacedThread({ tid: 4_240, comm: 'firecracker', role: 'vmm', allowedCpus: [1], lastCpu: 1 }),
      aPlacedThread({ tid: 4_241, comm: 'fc_api', role: 'api', allowedCpus: [2], lastCpu: 2 }),
      aPlacedThread(),
    ],
    ...overrides,
  };
}

export function aVmRecord(overrides: Partial<VmRecord> = {}): VmRecord {
  return {
    vmId: 't0001-0',
    uid: 61_000,
    pid: 4_240,
    launch: 'pid-namespace',
    firecrackerVersion: '1.12.1',
    end: { exit: { kind: 'signal', signal: 9 }, steps: ['kill'] },
    effectiveConfig: { 'machine-config': { vcpu_count: 1, mem_size_mib: 128 } },
    ...overrides,
  };
}

export function aFailure(
  overrides: Partial<Extract<TrialOutcome, { status: 'failed' }>> = {},
): Extract<TrialOutcome, { status: 'failed' }> {
  return {
    status: 'failed',
    code: 'DEADLINE_EXCEEDED',
    reason: 'Cannot wait for the guest: no signal after 10000 ms',
    causes: [],
    lastLogLines: ['Successfully started microvm'],
    evidence: 'failed/t0001',
    ...overrides,
  };
}

/**
 * An ok trial, unless an outcome is given: then one without samples and placement. Wall time and the unaccounted rest
 * follow from the phases.
 */
export function aTrial(overrides: Partial<TrialRecord> = {}): TrialRecord {
  const phases = overrides.phases ?? somePhases();
  const phaseSumNs = phases.reduce((sum, phase) => sum + phase.durationNs, 0);
  const wallNs = overrides.wallNs ?? phaseSumNs + 20_000;
  const isOk = (overrides.outcome ?? { status: 'ok' }).status === 'ok';
  return {
    trialId: 't0001',
    caseId: 'boot-time/vcpus=1,memMib=128',
    armId: 'default',
    block: 0,
    position: 0,
    isWarmup: false,
    startedAt: '2026-01-02T03:04:06.000Z',
    unaccountedNs: wallNs - phaseSumNs,
    marks: [{ name: 'guest-boot', atNs: 78_500_000, source: 'vmm-log' }],
    outcome: { status: 'ok' },
    samples: isOk ? { 'boot.guest': 65_000, 'noise.missed_log_lines': 0 } : {},
    vms: [aVmRecord()],
    ...(isOk ? { placement: anAppliedPlacement() } : {}),
    harnessCpuNs: 9_000_000,
    ...overrides,
    phases,
    wallNs,
  };
}

/** Ok trials of the default case, one a headline value, ids from `t0001` on. */
export function someTrials(
  bootGuestUs: readonly number[],
  overrides: Partial<TrialRecord> = {},
): readonly TrialRecord[] {
  return bootGuestUs.map((value, index) =>
    aTrial({
      trialId: trialId(index),
      position: index,
      samples: { 'boot.guest': value, 'noise.missed_log_lines': 0 },
      ...overrides,
    }),
  );
}

/** The plan's blocks that the given records would have come from: one block a case and block number. */
export function blocksOf(trials: readonly TrialRecord[]): readonly Block[] {
  const blocks = new Map<string, Block>();
  for (const trial of trials) {
    const { caseId, block: index, isWarmup } = trial;
    const key = `${String(index)} ${caseId}`;
    const { trialId: id, armId, position } = trial;
    const planned = { id, caseId, armId, block: index, position, isWarmup };
    const trialsBefore = blocks.get(key)?.trials ?? [];
    blocks.set(key, { index, caseId, isWarmup, trials: [...trialsBefore, planned] });
  }
  return [...blocks.values()];
}

export interface SmallRun {
  readonly manifest: RunManifest;
  readonly trials: readonly TrialRecord[];
}

const smallRunBootUs: readonly (readonly number[])[] = [
  [71_000, 65_120, 64_870, 65_430, 66_010, 64_990, 65_310, 71_250, 65_080],
  [83_000, 74_210, 73_905, 74_480, 75_130, 74_002, 73_998, 74_760, 88_640],
];

/**
 * Two cases of one arm; each has one warm-up trial and eight measured ones. The sixth measured trial of the second
 * case failed for lack of the guest's signal.
 */
export function aSmallRun(): SmallRun {
  const cases = [1, 2].map((vcpus) =>
    aCase({
      id: `boot-time/vcpus=${String(vcpus)},memMib=128`,
      point: { vcpus, memMib: 128 },
      placement: aPlacement({ confineTo: [1, 2, 3, 4], vcpus: vcpus === 1 ? [[3]] : [[3], [4]] }),
    }),
  );
  const trials = smallRunBootUs.flatMap((values, caseIndex) =>
    values.map((bootUs, index) =>
      smallRunTrial({ kase: cases[caseIndex] ?? aCase(), caseIndex, index, bootUs }),
    ),
  );
  const plan = aPlan({ cases, blocks: blocksOf(trials) });
  return { manifest: aManifest({ plan, measuredCpus: [1, 2, 3, 4] }), trials };
}

interface SmallRunPlace {
  readonly kase: Case;
  readonly caseIndex: number;
  readonly index: number;
  readonly bootUs: number;
}

function smallRunTrial({ kase, caseIndex, index, bootUs }: SmallRunPlace): TrialRecord {
  const number = caseIndex * 9 + index;
  const id = trialId(number);
  const hasFailed = caseIndex === 1 && index === 6;
  const phases = somePhases({ jail: 400 + 7 * index, ready: bootUs - 5_000 - 13 * index });
  const vcpuThreads = (kase.placement?.vcpus ?? []).map((allowedCpus, vcpu) =>
    aPlacedThread({
      tid: 5_002 + 10 * number + vcpu,
      comm: `fc_vcpu ${String(vcpu)}`,
      role: `vcpu ${String(vcpu)}`,
      allowedCpus,
      lastCpu: allowedCpus[0] ?? 0,
    }),
  );
  const pid = 5_000 + 10 * number;
  const threads = [
    aPlacedThread({ tid: pid, comm: 'firecracker', role: 'vmm', allowedCpus: [1], lastCpu: 1 }),
    aPlacedThread({ tid: pid + 1, comm: 'fc_api', role: 'api', allowedCpus: [2], lastCpu: 2 }),
    ...vcpuThreads,
  ];
  return aTrial({
    trialId: id,
    caseId: kase.id,
    // One warm-up block, then blocks of two trials.
    block: caseIndex * 5 + (index === 0 ? 0 : Math.ceil(index / 2)),
    position: index === 0 ? 0 : (index - 1) % 2,
    isWarmup: index === 0,
    startedAt: new Date(Date.UTC(2026, 0, 2, 3, 4, 6) + 250 * number).toISOString(),
    phases: hasFailed ? phases.filter((phase) => phase.startNs < 18_000_000) : phases,
    outcome: hasFailed ? aFailure({ evidence: `failed/${id}` }) : { status: 'ok' },
    samples: hasFailed ? {} : { 'boot.guest': bootUs, 'noise.missed_log_lines': 0 },
    vms: [aVmRecord({ vmId: `${id}-0`, pid })],
    ...(hasFailed ? {} : { placement: anAppliedPlacement({ threads }) }),
    harnessCpuNs: 9_000_000 + 11_000 * index,
  });
}

function trialId(index: number): string {
  return `t${String(index + 1).padStart(4, '0')}`;
}
