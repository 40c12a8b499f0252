import { BenchError, type ErrorCode } from '../base/errors.ts';
import { optional } from '../base/optional.ts';
import type { BenchmarkDefinition } from '../model/definition.ts';
import type { HostMemory } from '../model/observations.ts';
import type { NoiseWatch } from '../model/noise.ts';
import type { Placer } from '../model/placement.ts';
import type { Block, Case, Plan, PlannedTrial } from '../model/plan.ts';
import type { TrialRecord } from '../model/trial.ts';
import type { VmDriver } from '../model/vm-driver.ts';
import type { VmIdentity } from '../model/vm-ids.ts';
import type { Journal } from './journal.ts';
import { runBlock } from './run-block.ts';
import type { RunFolder } from './run-folder.ts';
import { createFixtures, type FixtureFolder, type Fixtures } from './fixtures.ts';
import { jailOfArm } from './apply-arm.ts';
import { specOf, type PlannedArm } from './make-plan.ts';
import { openTrial, type TrialInput, type TrialRun } from './trial-run.ts';

/** One arm with all that runs it. */
export interface ArmRuntime extends Pick<PlannedArm, 'arm' | 'context' | 'fields'> {
  readonly driver: VmDriver;
}

export interface RunInput {
  readonly plan: Plan;
  readonly definitions: readonly BenchmarkDefinition[];
  readonly arms: readonly ArmRuntime[];
  readonly placerFor: (planned: Case, armId: string) => Placer;
  readonly watchNoise: NoiseWatch;
  readonly readHostMemory: () => HostMemory;
  readonly nextIdentity: () => VmIdentity;
  readonly openFixtureFolder: (armId: string) => FixtureFolder;
  readonly folder: RunFolder;
  readonly journal: Journal;
  /** What the runner itself takes, noted after each block: a run of any length must not make it grow. */
  readonly readRunnerUse: () => { readonly rssKib: number; readonly openFileCount: number };
  readonly onTrial: (record: TrialRecord) => void;
  readonly onBlock: (block: Block) => void;
  /** First interruption: the running trial ends in order, nothing further begins. */
  readonly stop: AbortSignal;
  /** Second interruption: the running trial ends at once. */
  readonly abort: AbortSignal;
}

export type RunOutcome =
  | { readonly status: 'complete'; readonly failedCount: number }
  | { readonly status: 'interrupted' }
  /** A trial failed in a way in which every later one would, too. */
  | { readonly status: 'failed'; readonly code: ErrorCode; readonly reason: string };

/** Failures of the host or the definition: going on would only repeat them. */
const hopelessCodes: readonly ErrorCode[] = [
  'FACILITY_MISSING',
  'INSTALLATION_MISSING',
  'INSTALLATION_CHECKSUM',
  'RESULTS_NOT_WRITABLE',
  'SPEC_INVALID',
  'SUBNET_UNAVAILABLE',
];

/** Runs all blocks of a plan in order. Each trial is in the journal before the next one begins. */
export async function runPlan(input: RunInput): Promise<RunOutcome> {
  const { plan, journal } = input;
  const hopeless = new AbortController();
  const stop = AbortSignal.any([input.stop, input.abort, hopeless.signal]);
  let failedCount = 0;
  let reason: { readonly code: ErrorCode; readonly reason: string } | undefined;
  const onRecord = (record: TrialRecord): void => {
    journal.append(record);
    if (record.outcome.status === 'failed' && !record.isWarmup) failedCount += 1;
    reason ??= findHopeless(record);
    if (reason !== undefined) hopeless.abort();
    input.onTrial(record);
  };
  await using fixtures = createFixtures(input.openFixtureFolder);
  for (const block of plan.blocks) {
    if (stop.aborted) break;
    journal.note({ event: 'block-start', block: block.index, caseId: block.caseId });
    await runBlock(block, { open: (planned) => open(input, planned, fixtures), onRecord, stop });
    journal.note({ event: 'block-end', block: block.index, ...input.readRunnerUse() });
    journal.sync();
    input.onBlock(block);
  }
  if (reason !== undefined) return { status: 'failed', ...reason };
  return stop.aborted ? { status: 'interrupted' } : { status: 'complete', failedCount };
}

function findHopeless({
  outcome,
}: TrialRecord): { readonly code: ErrorCode; readonly reason: string } | undefined {
  if (outcome.status !== 'failed') return undefined;
  const code = hopelessCodes.find((each) => each === outcome.code);
  return code === undefined ? undefined : { code, reason: outcome.reason };
}

async function open(input: RunInput, planned: PlannedTrial, fixtures: Fixtures): Promise<TrialRun> {
  const trial = describeTrial(input, planned);
  return openTrial(trial, await fixtures.get(trial));
}

function describeTrial(input: RunInput, planned: PlannedTrial): TrialInput {
  const { plan, definitions, arms } = input;
  const found = {
    case: plan.cases.find(({ id }) => id === planned.caseId),
    arm: arms.find(({ arm }) => arm.id === planned.armId),
  };
  const definition = definitions.find(({ id }) => id === found.case?.benchmarkId);
  if (found.case === undefined || found.arm === undefined || definition === undefined) {
    throw new BenchError('RUN_MALFORMED', `Cannot run ${planned.id}: the plan does not know its case or arm`);
  }
  return {
    definition,
    planned,
    case: found.case,
    arm: found.arm.context,
    spec: specOf(definition, found.case.point, found.arm),
    ...optional('jail', jailOfArm(found.arm.fields)),
    driver: found.arm.driver,
    placer: input.placerFor(found.case, planned.armId),
    launch: found.arm.arm.launch,
    nextIdentity: input.nextIdentity,
    watchNoise: input.watchNoise,
    readHostMemory: input.readHostMemory,
    keepObservations: input.folder.keepObservations,
    evidence: input.folder.evidenceFor(planned.id),
    timeoutMs: plan.trialTimeoutMs,
    signal: input.abort,
  };
}
