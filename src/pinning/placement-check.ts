import { BenchError } from '../base/errors.ts';
import { formatCpuList, isSameCpus } from '../host/cpu-list.ts';
import { readThreads, type ThreadReading } from '../host/threads.ts';
import { formatRole, type PlacedThread, type PlannedPlacement, type ThreadRole } from '../model/placement.ts';
import { findRoleFaults, resolveRole, type VmmProcess } from './thread-roles.ts';

/** The CPUs that a plan gives to a role; undefined for helper threads, which are confined but not pinned. */
export function plannedCpusOf(role: ThreadRole, plan: PlannedPlacement): readonly number[] | undefined {
  switch (role.kind) {
    case 'vmm':
      return plan.vmm;
    case 'api':
      return plan.api;
    case 'vcpu':
      return plan.vcpus[role.index];
    case 'other':
      return undefined;
  }
}

/**
 * Compares the threads as they were read with the plan: each expected one there exactly once, each allowed on just its
 * planned CPUs.
 * @throws BenchError `PLACEMENT_NOT_APPLIED`
 */
export function checkPlacement(
  threads: readonly ThreadReading[],
  plan: PlannedPlacement,
  vmm: VmmProcess,
): readonly PlacedThread[] {
  const placed = threads.map((reading) => ({ reading, role: resolveRole(reading, vmm) }));
  const faults = [
    ...findRoleFaults(
      placed.map(({ role }) => role),
      plan.vcpus.length,
    ),
    ...placed.flatMap(({ reading, role }) => findAffinityFault(reading.allowedCpus, role, plan)),
  ];
  if (faults.length > 0) throw placementNotApplied(vmm, faults, { threads });
  return placed.map(({ reading, role }) => toPlacedThread(reading, role));
}

/** The error of every way in which a placement can fail: what is wrong, and all threads that were found. */
export function placementNotApplied(
  vmm: VmmProcess,
  faults: readonly string[],
  options: { readonly threads?: readonly ThreadReading[]; readonly cause?: unknown } = {},
): BenchError {
  const threads = options.threads ?? readThreads(vmm.pid);
  const found = threads.map(({ tid, comm, state, allowedCpus }) => {
    return `${tid} ${JSON.stringify(comm)} (${state}) on ${formatCpuList(allowedCpus)}`;
  });
  const text =
    `Cannot place the threads of "${vmm.execName}", process ${vmm.pid}: ${faults.join('; ')}; ` +
    `threads found: ${found.length === 0 ? 'none' : found.join(', ')}`;
  return new BenchError('PLACEMENT_NOT_APPLIED', text, {
    hint: 'Check that the VMM is alive and that the CPUs are online and in its cpuset, and that nothing else pins it',
    cause: options.cause,
  });
}

function findAffinityFault(
  allowedCpus: readonly number[],
  role: ThreadRole,
  plan: PlannedPlacement,
): readonly string[] {
  const planned = plannedCpusOf(role, plan);
  if (planned === undefined || isSameCpus(planned, allowedCpus)) return [];
  return [
    `${formatRole(role)} is allowed on ${formatCpuList(allowedCpus)}, not on ${formatCpuList(planned)}`,
  ];
}

function toPlacedThread(reading: ThreadReading, role: ThreadRole): PlacedThread {
  const { tid, comm, allowedCpus, lastCpu, runNs, waitNs, involuntarySwitches, migrations } = reading;
  return {
    tid,
    comm,
    role: formatRole(role),
    allowedCpus,
    lastCpu,
    runNs,
    waitNs,
    involuntarySwitches,
    ...(migrations === undefined ? {} : { migrations }),
  };
}
