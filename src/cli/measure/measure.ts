import { BenchError } from '../../base/errors.ts';
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { CleanupStack } from '../../base/cleanup-stack.ts';
import { optional } from '../../base/optional.ts';
import { makeRunFolder, makeRunId, type RunFolder } from '../../harness/run-folder.ts';
import { keepEffectiveConfigs, type EffectiveConfigs } from '../../harness/effective-configs.ts';
import { openJournal, type Journal } from '../../harness/journal.ts';
import { runPlan, type RunOutcome } from '../../harness/run-plan.ts';
import { openAffinitySetter, type AffinitySetter } from '../../host/affinity.ts';
import { requireJailBase, requireKvm, requireRoot } from '../../host/facilities.ts';
import { readHostMemory } from '../../host/host-memory.ts';
import { moveHarnessThreads } from '../../host/harness-threads.ts';
import { hostLockName, takeHostLock } from '../../host/host-lock.ts';
import { watchNoise } from '../../host/noise.ts';
import type { FixtureFolder } from '../../harness/fixtures.ts';
import type { VmId } from '../../model/brands.ts';
import { currentOwner } from '../../host/vm-owner.ts';
import type { Placer } from '../../model/placement.ts';
import { placementOf, type Block, type Case, type Plan } from '../../model/plan.ts';
import type { RunManifest } from '../../model/run.ts';
import type { TrialRecord } from '../../model/trial.ts';
import { planConfinement } from '../../pinning/confinement.ts';
import { createPlacer } from '../../pinning/placer.ts';
import { claimJail, removeJail } from '../../vm/firecracker/jail.ts';
import { jailLayout } from '../../vm/firecracker/jail-layout.ts';
import { killVmsOf } from '../../vm/firecracker/sweep.ts';
import type { Interrupts } from './interrupts.ts';
import { makeManifest } from './manifest.ts';
import { execNameOf, installationOf } from './open-arms.ts';
import { openDrivers } from './open-drivers.ts';
import type { PlannedRun } from './plan-run.ts';
import { keepRunnerSmall } from './runner-memory.ts';
import { catchStrayErrors, type StrayErrors } from './stray-errors.ts';
import { sweepHost } from './sweep-host.ts';
import { createIdentities } from './vm-identities.ts';

export interface MeasureOptions {
  readonly planned: PlannedRun;
  readonly packageRoot: string;
  readonly command: readonly string[];
  readonly interrupts: Interrupts;
  readonly onTrial: (record: TrialRecord) => void;
  readonly onBlock: (block: Block, precision: number | undefined) => void;
  readonly onPlan: (plan: Plan) => void;
}

export interface MeasuredRun {
  readonly folder: string;
  readonly outcome: RunOutcome;
}

/**
 * What a host must offer whatever is run: asked first, since all else can be had later.
 * @throws BenchError `FACILITY_MISSING`
 */
export function requireVmHost(): void {
  requireRoot();
  requireKvm();
}

/**
 * Runs a plan on this host and leaves the host as it was: lock, cgroup tree, the harness's own CPUs.
 * @throws BenchError `FACILITY_MISSING`, `LOCK_HELD`, `RESULTS_NOT_WRITABLE` before anything boots
 */
export async function measure(options: MeasureOptions): Promise<MeasuredRun> {
  const { planned, packageRoot, command } = options;
  requireJailBase(planned.settings.jailBase.value);
  const startedAt = new Date();
  const runId = makeRunId({ at: startedAt, hostname: hostname(), suffix: randomBytes(3).toString('hex') });
  await using host = new CleanupStack();
  const small = keepRunnerSmall();
  host.defer('let the heap grow again', () => {
    small[Symbol.dispose]();
  });
  host.use('give the lock back', await takeHostLock(hostLockName));
  const folder = makeRunFolder(planned.settings.results.value, runId);
  using journal = openJournal(folder.path);
  const manifest = keepManifest(folder, makeManifest({ planned, runId, startedAt, command, packageRoot }));
  journal.note({ event: 'run-start', runId, pid: process.pid });
  await sweepHost(planned, journal);
  killVmsAtExit(host);
  const setter = openAffinitySetter();
  host.use('give the harness its CPUs back', await moveHarnessThreads(planned.budget.harnessCpus, setter));
  const stray = catchStrayErrors();
  host.defer('let stray errors end the process again', () => {
    stray[Symbol.dispose]();
  });
  const configs = keepEffectiveConfigs();
  const ended = await runOnHost({ options, folder, journal, manifest, host, setter, stray, configs });
  const outcome = strayOutcome(stray) ?? ended;
  endRun({ journal, manifest, outcome, configs });
  return { folder: folder.path, outcome };
}

/** The manifest as it is in the folder: never behind what the journal holds. */
interface KeptManifest {
  readonly update: (change: Partial<RunManifest>) => void;
}

function keepManifest(folder: RunFolder, first: RunManifest): KeptManifest {
  let manifest = first;
  folder.writeManifest(manifest);
  return {
    update(change): void {
      manifest = { ...manifest, ...change };
      folder.writeManifest(manifest);
    },
  };
}

interface HostContext {
  readonly options: MeasureOptions;
  readonly folder: RunFolder;
  readonly journal: Journal;
  readonly manifest: KeptManifest;
  readonly host: CleanupStack;
  readonly setter: AffinitySetter;
  readonly stray: StrayErrors;
  readonly configs: EffectiveConfigs;
}

function runOnHost(context: HostContext): Promise<RunOutcome> {
  const { options, folder, journal, manifest, host, setter, stray, configs } = context;
  const { planned, interrupts, onBlock } = options;
  const nextIdentity = createIdentities(planned.settings.uidRange.value);
  const driverOf = openDrivers({ ...planned, jailBase: planned.settings.jailBase.value }, host);
  return runPlan({
    plan: planned.plan,
    definitions: planned.definitions,
    arms: planned.arms.map((arm) => ({ ...arm, driver: driverOf(arm.installation) })),
    placerFor: memoizePlacers(planned, setter),
    nextIdentity,
    watchNoise,
    readHostMemory,
    openFixtureFolder: (armId) => openFixtureFolder(planned, armId, nextIdentity().id),
    folder,
    journal,
    readRunnerUse,
    onTrial(record): void {
      configs.note(record);
      options.onTrial(record);
    },
    onBlock,
    onPlan(plan): void {
      manifest.update({ plan });
      options.onPlan(plan);
    },
    nowMs: () => performance.now(),
    stop: interrupts.stop,
    abort: AbortSignal.any([interrupts.abort, stray.signal]),
  });
}

/** Named and placed like a jail, so that a later run removes it when this one is killed. */
function openFixtureFolder({ arms, settings }: PlannedRun, armId: string, id: VmId): FixtureFolder {
  const { firecracker } = installationOf(arms, armId);
  const layout = jailLayout({ base: settings.jailBase.value, firecracker, id });
  claimJail(layout);
  return {
    path: layout.directory,
    [Symbol.asyncDispose](): Promise<void> {
      removeJail(layout);
      return Promise.resolve();
    },
  };
}

/** A definition may call `process.exit`: then no clean-up runs, but no microVM goes on either. */
function killVmsAtExit(host: CleanupStack): void {
  const owner = currentOwner();
  const onExit = (): void => {
    killVmsOf(owner);
  };
  process.on('exit', onExit);
  host.defer('forget the exit hook', () => {
    process.off('exit', onExit);
  });
}

function strayOutcome(stray: StrayErrors): RunOutcome | undefined {
  const thrown = stray.reason();
  if (thrown === undefined) return undefined;
  const reason = `something threw where nobody waited for it: ${thrown}`;
  return { status: 'failed', code: 'DEFINITION_FAILED', reason };
}

function memoizePlacers(
  { cgroupMode, arms }: PlannedRun,
  setter: AffinitySetter,
): (planned: Case, armId: string) => Placer {
  const placers = new Map<string, Placer>();
  return (planned, armId) => {
    const key = JSON.stringify([planned.id, armId]);
    const plan = placementOf(planned, armId);
    if (plan === undefined) {
      throw new BenchError('RUN_MALFORMED', `Cannot place ${planned.id}: its plan tells no placement`);
    }
    const { confinement } = planConfinement(cgroupMode, plan.confineTo);
    const execName = execNameOf(installationOf(arms, armId));
    const placer = placers.get(key) ?? createPlacer({ plan, confinement, setter, execName });
    placers.set(key, placer);
    return placer;
  };
}

function readRunnerUse(): { readonly rssKib: number; readonly openFileCount: number } {
  const rssKib = Math.round(process.memoryUsage.rss() / 1024);
  return { rssKib, openFileCount: readdirSync('/proc/self/fd').length };
}

interface RunToEnd {
  readonly journal: Journal;
  readonly manifest: KeptManifest;
  readonly outcome: RunOutcome;
  readonly configs: EffectiveConfigs;
}

function endRun({ journal, manifest, outcome, configs }: RunToEnd): void {
  const runnerPeakRssKib = process.resourceUsage().maxRSS;
  journal.note({ event: 'run-end', ...outcome, runnerPeakRssKib });
  const endedAt = new Date().toISOString();
  const stoppedBy = outcome.status === 'complete' ? outcome.stoppedBy : undefined;
  const { status } = outcome;
  const end = { status, endedAt, runnerPeakRssKib, ...optional('stoppedBy', stoppedBy) };
  manifest.update({ end, effectiveConfigs: configs.list() });
}
