import { join } from 'node:path';
import { optional } from '../../base/optional.ts';
import { findCgroupMode, type CgroupMode } from '../../host/cgroup-mode.ts';
import { makePlan } from '../../harness/make-plan.ts';
import type { Settings } from '../../harness/settings.ts';
import { hostPath, type HostPath } from '../../model/brands.ts';
import type { BenchmarkDefinition } from '../../model/definition.ts';
import type { Plan } from '../../model/plan.ts';
import { planConfinement } from '../../pinning/confinement.ts';
import type { CpuBudget } from '../../pinning/cpu-budget.ts';
import { planBudget } from './plan-budget.ts';
import { openArms, type OpenedArm } from './open-arms.ts';

/** A run that is decided in every part and has touched nothing yet. */
export interface PlannedRun {
  readonly settings: Settings;
  readonly definitions: readonly BenchmarkDefinition[];
  readonly cgroupMode: CgroupMode;
  /** The measured CPUs are those of all arms together. */
  readonly budget: CpuBudget;
  readonly arms: readonly OpenedArm[];
  readonly native: NativeFiles;
  readonly plan: Plan;
}

export interface PlanRunOptions {
  readonly settings: Settings;
  readonly definitions: readonly BenchmarkDefinition[];
  readonly packageRoot: string;
  /** The cases that are wanted, where not all are. */
  readonly caseIds?: readonly string[];
}

/**
 * Decides the whole run: binaries, CPUs, arms, cases, order. Needs neither root nor KVM.
 * @throws BenchError of every kind of bad input
 */
export async function planRun(options: PlanRunOptions): Promise<PlannedRun> {
  const { settings, definitions, packageRoot, caseIds } = options;
  const cgroupMode = findCgroupMode();
  const ofRun = planBudget(settings);
  const native = nativeFiles(packageRoot);
  const arms = await openArms({ settings, cgroupMode, budget: ofRun, probeGuest: native.probeGuest });
  const measuredCpus = [...new Set(arms.flatMap((arm) => arm.measuredCpus))].sort((a, b) => a - b);
  const budget = { ...ofRun, measuredCpus };
  const { findings } = planConfinement(cgroupMode, budget.measuredCpus);
  const plan = makePlan({
    definitions,
    arms,
    seed: settings.seed.value,
    trialsPerCase: settings.trials.value,
    warmupsPerCase: settings.warmup.value,
    trialTimeoutMs: settings.timeoutMs.value,
    stop: {
      ...optional('stopWhen', settings.stopWhen?.value),
      ...optional('budgetMs', settings.budgetMs?.value),
      ...optional('looks', settings.looks?.value),
    },
    replacesInvalid: !settings.noReplace.value,
    ...optional('caseIds', caseIds),
    findings: [...budget.findings, ...findings],
  });
  return { settings, definitions, cgroupMode, budget, arms, native, plan };
}

export interface NativeFiles {
  readonly probeGuest: HostPath;
  readonly cloneHelper: HostPath;
  readonly uffdHandler: HostPath;
  readonly threadSampler: HostPath;
  readonly mergeMemory: HostPath;
}

/** The C programs that the set-up builds. */
export function nativeFiles(packageRoot: string): NativeFiles {
  const build = join(packageRoot, 'native/build');
  return {
    probeGuest: hostPath(join(build, 'probe_guest.elf')),
    cloneHelper: hostPath(join(build, 'newpid_clone')),
    uffdHandler: hostPath(join(build, 'uffd_handler')),
    threadSampler: hostPath(join(build, 'thread_sampler')),
    mergeMemory: hostPath(join(build, 'merge_memory')),
  };
}
