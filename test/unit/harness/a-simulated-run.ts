import { makePlan, type PlannedArm } from '../../../src/harness/make-plan.ts';
import type { StopWishes } from '../../../src/harness/plan-stopping.ts';
import { runPlan, type RunInput, type RunOutcome } from '../../../src/harness/run-plan.ts';
import { hostPath, hostPid, vmId } from '../../../src/model/brands.ts';
import type { BenchmarkDefinition } from '../../../src/model/definition.ts';
import type { NoiseDifference } from '../../../src/model/noise.ts';
import type { Block, Plan } from '../../../src/model/plan.ts';
import type { TrialRecord } from '../../../src/model/trial.ts';
import type { PausedVm } from '../../../src/model/vm.ts';
import { aPlacement, anAppliedPlacement, anArm } from '../builders.ts';
import { aSpec } from './a-spec.ts';

const refuse = (): never => {
  throw new Error('no VM is there');
};

/** Was never started: it is read out, and that is all. */
const vm: PausedVm = {
  pid: hostPid(1),
  readMemory: refuse,
  sampleMemory: refuse,
  snapshot: refuse,
  resume: refuse,
  collect: () => Promise.resolve({ calls: [], latenciesUs: {}, missedLogCount: 0 }),
};

export interface SimulationOptions {
  readonly armIds: readonly string[];
  readonly trialsPerCase: number;
  readonly caseCount?: number;
  readonly stop?: StopWishes;
  readonly replacesInvalid?: boolean;
  /** Headline of the next trial, in µs. */
  readonly value: (armId: string) => number;
  /** Numbers, from 0, of the trials during which another VM runs. */
  readonly disturbed?: readonly number[];
  /** What the clock moves on by a trial. */
  readonly trialMs?: number;
  readonly stopSignal?: AbortSignal;
}

export interface SimulatedRun {
  readonly outcome: RunOutcome;
  readonly first: Plan;
  /** As it was kept last. */
  readonly plan: Plan;
  readonly records: readonly TrialRecord[];
  /** Number of records that were there each time the plan was kept anew. */
  readonly keptAfter: readonly number[];
  readonly precisions: readonly (number | undefined)[];
}

/** Runs a plan through the real loop, with trials that take a value instead of a VM. */
export async function simulateRun(options: SimulationOptions): Promise<SimulatedRun> {
  const { armIds, disturbed = [], trialMs = 0, stopSignal = new AbortController().signal } = options;
  const definition = aDefinition(options);
  const arms = armIds.map(aPlannedArm);
  const first = planOf(definition, arms, options);
  const records: TrialRecord[] = [];
  const keptAfter: number[] = [];
  const precisions: (number | undefined)[] = [];
  let plan = first;
  let nowMs = 0;
  const watchNoise = (): (() => NoiseDifference) => {
    const otherVms = disturbed.includes(records.length) ? 1 : 0;
    nowMs += trialMs;
    return () => ({ ...quiet, otherVms });
  };
  const outcome = await runPlan({
    plan,
    definitions: [definition],
    arms: arms.map((arm) => ({ ...arm, driver: aDriver })),
    placerFor: () => aPlacer,
    watchNoise,
    readHostMemory: refuse,
    nextIdentity: () => ({ id: vmId('mvb-1-1-1'), uid: 1, gid: 1 }),
    openFixtureFolder: refuse,
    folder: aFolder,
    journal: { append: () => undefined, note: () => undefined, sync: () => undefined, ...disposable },
    readRunnerUse: () => ({ rssKib: 1, openFileCount: 1 }),
    onTrial: (record) => void records.push(record),
    onBlock: (_block: Block, precision) => void precisions.push(precision),
    onPlan(extended): void {
      plan = extended;
      keptAfter.push(records.length);
    },
    nowMs: () => nowMs,
    stop: stopSignal,
    abort: new AbortController().signal,
  });
  return { outcome, first, plan, records, keptAfter, precisions };
}

function planOf(
  definition: BenchmarkDefinition,
  arms: readonly PlannedArm[],
  { trialsPerCase, stop = {}, replacesInvalid = true }: SimulationOptions,
): Plan {
  const facts = { seed: 7, trialsPerCase, warmupsPerCase: 2, trialTimeoutMs: 1000, findings: [] };
  return makePlan({ definitions: [definition], arms, stop, replacesInvalid, ...facts });
}

function aDefinition({ caseCount = 1, value }: SimulationOptions): BenchmarkDefinition {
  return {
    id: 'boots',
    question: 'q',
    timedSpan: 't',
    disturbedBy: [],
    parameters: { size: Array.from({ length: caseCount }, (_, index) => index) },
    headline: 'boots.time',
    collectors: [],
    metrics: [{ id: 'boots.time', unit: 'us', direction: 'lower-is-better', kind: 'time', description: 'd' }],
    vm: () => aSpec(),
    prepare: () => Promise.resolve(undefined),
    measure: ({ arm }) => Promise.resolve({ vm, samples: { 'boots.time': value(arm.id) } }),
  };
}

function aPlannedArm(id: string): PlannedArm {
  const context = {
    id,
    firecrackerVersion: '1.12.1',
    bootTimerAddress: '0xd0000000',
    probeGuest: hostPath('/p'),
  };
  return {
    arm: anArm({ id }),
    context,
    fields: {},
    binaries: { firecrackerSha256: 'ab', jailerSha256: 'cd' },
    cpus: '1-3',
    place: () => ({ plan: aPlacement(), findings: [] }),
    check: () => undefined,
  };
}

const aDriver: RunInput['arms'][number]['driver'] = {
  kind: 'none',
  version: '1.12.1',
  check: () => undefined,
  prepare: refuse,
  prepareRestore: refuse,
  mergeSnapshot: refuse,
};

const aPlacer: ReturnType<RunInput['placerFor']> = {
  plan: aPlacement(),
  confinement: { kind: 'affinity', cpus: [1] },
  apply: refuse,
  inspect: () => anAppliedPlacement(),
};

const aFolder: RunInput['folder'] = {
  path: '/nowhere',
  writeManifest: () => undefined,
  evidenceFor: () => ({ folder: 'failed/x', hasKept: () => false, keep: () => undefined }),
  keepObservations: refuse,
};

const disposable = { [Symbol.dispose]: (): void => undefined };

const quiet: NoiseDifference = {
  spanNs: 100_000_000,
  stealUs: 0,
  majorFaults: 0,
  swappedInPages: 0,
  swappedOutPages: 0,
  otherVms: 0,
};
