import { BenchError, type ErrorCode } from '../base/errors.ts';
import { optional } from '../base/optional.ts';
import type { BenchmarkDefinition } from '../model/definition.ts';
import type { MetricDefinition } from '../model/metric.ts';
import type { HostMemory } from '../model/observations.ts';
import type { NoiseWatch } from '../model/noise.ts';
import type { Placer } from '../model/placement.ts';
import type { Block, Case, Plan, PlannedTrial } from '../model/plan.ts';
import type { RunStop } from '../model/stopping.ts';
import type { TrialRecord } from '../model/trial.ts';
import type { VmDriver } from '../model/vm-driver.ts';
import type { VmIdentity } from '../model/vm-ids.ts';
import { watchBlocks, type BlockWatch } from './block-watch.ts';
import type { Journal } from './journal.ts';
import { metricsOf } from './metrics-of.ts';
import { blocksToReplace, withReplacements } from './replace-blocks.ts';
import { runBlock } from './run-block.ts';
import type { RunFolder } from './run-folder.ts';
import { warmVmInputChecks } from './check-vm-input.ts';
import { createFixtures, type FixtureFolder, type Fixtures } from './fixtures.ts';
import { jailOfArm } from './apply-arm.ts';
import { specOf, type PlannedArm } from './make-plan.ts';
import { createStopRule, type StopRule } from './stop-rule.ts';
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
  /** After each block; of a run that ends by precision, with how well the block's case is known so far. */
  readonly onBlock: (block: Block, precision: number | undefined) => void;
  /** Before blocks run that were added to the plan: the journal must fit the plan at any time. */
  readonly onPlan: (plan: Plan) => void;
  /** Of any steady clock. */
  readonly nowMs: () => number;
  /** First interruption: the running trial ends in order, nothing further begins. */
  readonly stop: AbortSignal;
  /** Second interruption: the running trial ends at once. */
  readonly abort: AbortSignal;
}

export type RunOutcome =
  | { readonly status: 'complete'; readonly failedCount: number; readonly stoppedBy?: RunStop }
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

/**
 * Runs the blocks of a plan in order, then those that the host has disturbed once more, until a rule of the plan ends it.
 * Each trial is in the journal before the next one begins.
 */
export async function runPlan(input: RunInput): Promise<RunOutcome> {
  const { journal } = input;
  warmVmInputChecks();
  const hopeless = new AbortController();
  const stop = AbortSignal.any([input.stop, input.abort, hopeless.signal]);
  const { watch, rule } = watchRun(input);
  let failedCount = 0;
  let reason: { readonly code: ErrorCode; readonly reason: string } | undefined;
  const onRecord = (record: TrialRecord): void => {
    journal.append(record);
    watch.add(record);
    if (record.outcome.status === 'failed' && !record.isWarmup) failedCount += 1;
    reason ??= findHopeless(record);
    if (reason !== undefined) hopeless.abort();
    input.onTrial(record);
  };
  await using fixtures = createFixtures(input.openFixtureFolder);
  const stoppedBy = await runBlocks(input, { stop, watch, rule }, async (block) => {
    journal.note({ event: 'block-start', block: block.index, caseId: block.caseId });
    await runBlock(block, { open: (planned) => open(input, planned, fixtures), onRecord, stop });
    journal.note({ event: 'block-end', block: block.index, ...input.readRunnerUse() });
    journal.sync();
  });
  if (reason !== undefined) return { status: 'failed', ...reason };
  if (stop.aborted) return { status: 'interrupted' };
  return { status: 'complete', failedCount, ...optional('stoppedBy', stoppedBy) };
}

interface RunWatch {
  readonly watch: BlockWatch;
  readonly rule: StopRule;
}

function watchRun({ plan, definitions, nowMs }: RunInput): RunWatch {
  const startedMs = nowMs();
  const headlines = new Map(
    definitions.map((each) => [each.id, metricsOf(each).find(({ id }) => id === each.headline)]),
  );
  const headlineOf = (caseId: string): MetricDefinition | undefined =>
    headlines.get(plan.cases.find(({ id }) => id === caseId)?.benchmarkId ?? '');
  const watch = watchBlocks({ headlineOf, rules: plan.validity?.rules ?? [] });
  const elapsedMs = (): number => nowMs() - startedMs;
  return { watch, rule: createStopRule({ plan, watch, headlineOf, elapsedMs }) };
}

/** @returns the rule of the plan that ended the run; undefined where it came to its end or was cut short */
async function runBlocks(
  input: RunInput,
  { stop, watch, rule }: RunWatch & { readonly stop: AbortSignal },
  run: (block: Block) => Promise<void>,
): Promise<RunStop | undefined> {
  let { plan } = input;
  for (let next = 0; ; next += 1) {
    const isAtEnd = next === plan.blocks.length;
    const invalid = isAtEnd ? blocksToReplace(plan, watch.invalidBlocks()) : [];
    if (stop.aborted) return undefined;
    const found = isAtEnd && invalid.length === 0 ? rule.atEnd() : rule.ask();
    if (found !== undefined) return { ...found, blocks: next };
    if (invalid.length > 0) {
      plan = withReplacements(plan, invalid);
      input.onPlan(plan);
    }
    const block = plan.blocks[next];
    if (block === undefined) return undefined;
    await run(block);
    watch.end(block);
    input.onBlock(block, rule.precisionOf(block.caseId));
  }
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
