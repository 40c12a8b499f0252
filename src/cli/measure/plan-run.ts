import { basename, join } from 'node:path';
import { BenchError } from '../../base/errors.ts';
import { findCgroupMode, type CgroupMode } from '../../host/cgroup-mode.ts';
import { parseCpuList, readAllowedCpus, readOnlineCpus } from '../../host/cpu-list.ts';
import { readPermittedCpus } from '../../host/permitted-cpus.ts';
import { makePlan } from '../../harness/make-plan.ts';
import type { Setting } from '../../harness/setting-source.ts';
import type { Settings } from '../../harness/settings.ts';
import { hostPath, type HostPath } from '../../model/brands.ts';
import type { ArmContext, BenchmarkDefinition } from '../../model/definition.ts';
import type { Arm, Plan } from '../../model/plan.ts';
import { planConfinement } from '../../pinning/confinement.ts';
import { planCpuBudget, type CpuBudget } from '../../pinning/cpu-budget.ts';
import { planPlacement } from '../../pinning/policies.ts';
import { cachedInstallation } from '../../vm/firecracker/cached-installation.ts';
import { checkVmSpec } from '../../vm/firecracker/check-spec.ts';
import {
  openInstallation,
  type Installation,
  type InstallationPaths,
} from '../../vm/firecracker/installation.ts';

/** A run that is decided in every part and has touched nothing yet. */
export interface PlannedRun {
  readonly settings: Settings;
  readonly definitions: readonly BenchmarkDefinition[];
  readonly installation: Installation;
  readonly cgroupMode: CgroupMode;
  readonly budget: CpuBudget;
  readonly arm: Arm;
  readonly armContext: ArmContext;
  readonly native: NativeFiles;
  readonly plan: Plan;
}

export interface PlanRunOptions {
  readonly settings: Settings;
  readonly definitions: readonly BenchmarkDefinition[];
  readonly packageRoot: string;
}

/**
 * Decides the whole run: binaries, CPUs, arms, cases, order. Needs neither root nor KVM.
 * @throws BenchError of every kind of bad input
 */
export async function planRun({ settings, definitions, packageRoot }: PlanRunOptions): Promise<PlannedRun> {
  const installation = await openChosenInstallation(settings);
  const cgroupMode = findCgroupMode();
  const budget = planBudget(settings);
  const { findings } = planConfinement(cgroupMode, budget.measuredCpus);
  const native = nativeFiles(packageRoot);
  const version = installation.dialect.version;
  const arm: Arm = { id: 'base', firecrackerVersion: version, launch: settings.launch.value };
  const armContext: ArmContext = {
    id: arm.id,
    firecrackerVersion: version,
    bootTimerAddress: installation.dialect.bootTimerAddress,
    probeGuest: native.probeGuest,
  };
  const plan = makePlan({
    definitions,
    arms: [{ arm, context: armContext }],
    seed: settings.seed.value,
    trialsPerCase: settings.trials.value,
    warmupsPerCase: settings.warmup.value,
    trialTimeoutMs: settings.timeoutMs.value,
    place: (vcpuCount) => planPlacement(settings.placement.value, { vcpuCount, cpus: budget.measuredCpus }),
    check: (spec) => {
      checkVmSpec(spec, installation.dialect);
    },
    findings: [...budget.findings, ...findings],
  });
  return { settings, definitions, installation, cgroupMode, budget, arm, armContext, native, plan };
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

/** Name of the VMM's main thread and of its binary in the jail. */
export function execNameOf(installation: Installation): string {
  return basename(installation.firecracker);
}

/**
 * Opens the binaries that the settings name. Binaries given by path must have the version that was asked for, if one was.
 * @throws BenchError `INSTALLATION_MISMATCH`
 */
export async function openChosenInstallation(settings: Settings): Promise<Installation> {
  const installation = await openInstallation(installationPaths(settings));
  const { value: wanted, origin } = settings.firecrackerVersion;
  const { version } = installation.dialect;
  if (origin !== 'default' && version !== wanted) {
    const text = `Cannot use "${installation.firecracker}": it is version ${version}, not ${wanted}`;
    throw new BenchError('INSTALLATION_MISMATCH', text, { hint: `The version was asked for by ${origin}` });
  }
  return installation;
}

function installationPaths(settings: Settings): InstallationPaths {
  const { firecracker, jailer, sha256, firecrackerVersion } = settings;
  if (firecracker === undefined && jailer === undefined) {
    const cached = cachedInstallation(firecrackerVersion.value, process.env);
    return { ...cached, expected: { ...cached.expected, ...sha256?.value } };
  }
  if (firecracker === undefined || jailer === undefined) {
    throw new BenchError('USAGE', 'Cannot use one binary alone: both Firecracker and the jailer are needed', {
      hint: 'Give both --firecracker and --jailer, of one release',
    });
  }
  return { firecracker: firecracker.value, jailer: jailer.value, expected: sha256?.value ?? {} };
}

/** The CPUs of harness and microVMs, by the settings. */
export function planBudget({ cpus, harnessCpus }: Settings): CpuBudget {
  const permitted = readPermittedCpus();
  return planCpuBudget({
    online: readOnlineCpus(),
    allowed: readAllowedCpus('self'),
    ...(permitted === undefined ? {} : { permitted }),
    ...(cpus === undefined ? {} : { measured: readList(cpus) }),
    ...(harnessCpus === undefined ? {} : { harness: readList(harnessCpus) }),
  });
}

function readList(setting: Setting<string>): readonly number[] {
  return parseCpuList(setting.value);
}
