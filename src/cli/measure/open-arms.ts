import { basename } from 'node:path';
import { BenchError } from '../../base/errors.ts';
import { optional } from '../../base/optional.ts';
import type { CgroupMode } from '../../host/cgroup-mode.ts';
import { formatCpuList } from '../../host/cpu-list.ts';
import { jailOfArm } from '../../harness/apply-arm.ts';
import type { PlannedArm } from '../../harness/make-plan.ts';
import type { Settings } from '../../harness/settings.ts';
import type { ArmRequest } from '../../model/arm.ts';
import type { HostPath } from '../../model/brands.ts';
import type { RunnableArm } from '../../model/plan.ts';
import { planConfinement } from '../../pinning/confinement.ts';
import type { CpuBudget } from '../../pinning/cpu-budget.ts';
import { planPlacement } from '../../pinning/policies.ts';
import { checkJailSpec } from '../../vm/firecracker/check-jail-spec.ts';
import { checkVmSpec } from '../../vm/firecracker/check-spec.ts';
import type { Installation } from '../../vm/firecracker/installation.ts';
import { openArmInstallation } from './chosen-installation.ts';
import { planArmCpus } from './plan-budget.ts';

/** An arm with its binaries and CPUs. */
export interface OpenedArm extends PlannedArm {
  /** The same object for all arms of the same binaries. */
  readonly installation: Installation;
  readonly measuredCpus: readonly number[];
}

export interface OpenArmsOptions {
  readonly settings: Settings;
  readonly cgroupMode: CgroupMode;
  readonly budget: CpuBudget;
  readonly probeGuest: HostPath;
}

const onlyArm: ArmRequest = { id: 'base', fields: {} };

/**
 * Opens the arms of the settings, or the one of a run that compares nothing.
 * @throws BenchError `INSTALLATION_MISSING`, `INSTALLATION_CHECKSUM`, `INSTALLATION_MISMATCH`, `CPU_UNAVAILABLE`, `USAGE`
 */
export async function openArms(options: OpenArmsOptions): Promise<readonly OpenedArm[]> {
  const { settings } = options;
  const opened = new Map<string, Installation>();
  const arms: OpenedArm[] = [];
  for (const request of settings.arms?.value ?? [onlyArm]) {
    const found = await openArmInstallation(request, settings);
    const key = JSON.stringify(found);
    const installation = opened.get(key) ?? found;
    opened.set(key, installation);
    arms.push(openArm(request, installation, options));
  }
  return arms;
}

function openArm(
  { id, fields }: ArmRequest,
  installation: Installation,
  options: OpenArmsOptions,
): OpenedArm {
  const { settings, cgroupMode, budget, probeGuest } = options;
  const { dialect } = installation;
  const measuredCpus = planArmCpus(fields.cpus, budget);
  const launch = fields.launch ?? settings.launch.value;
  const overrides = Object.keys(fields).length === 0 ? undefined : { ...fields };
  const arm: RunnableArm = {
    id,
    firecrackerVersion: dialect.version,
    launch,
    ...optional('overrides', overrides),
  };
  const { bootTimerAddress, version: firecrackerVersion } = dialect;
  const jail = jailOfArm(fields);
  return {
    arm,
    context: { id, firecrackerVersion, bootTimerAddress, probeGuest },
    fields,
    binaries: installation,
    installation,
    measuredCpus,
    cpus: formatCpuList(measuredCpus),
    place: (vcpuCount) => planPlacement(settings.placement.value, { vcpuCount, cpus: measuredCpus }),
    check(spec): void {
      checkVmSpec(spec, dialect);
      if (jail !== undefined) checkJailSpec(jail, planConfinement(cgroupMode, measuredCpus).confinement);
    },
  };
}

/** @throws BenchError `RUN_MALFORMED` for an arm that is not there */
export function installationOf(arms: readonly OpenedArm[], armId: string): Installation {
  const found = arms.find(({ arm }) => arm.id === armId);
  if (found !== undefined) return found.installation;
  throw new BenchError('RUN_MALFORMED', `Cannot run the arm ${armId}: the plan does not know it`);
}

/** Name of the VMM's main thread and of its binary in the jail. */
export function execNameOf(installation: Installation): string {
  return basename(installation.firecracker);
}
