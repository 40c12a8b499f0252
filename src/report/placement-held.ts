import {
  formatRole,
  type AppliedPlacement,
  type PlannedPlacement,
  type ThreadRole,
} from '../model/placement.ts';

/** Each pinned thread of a case and the CPUs that the plan gives it. */
export function plannedThreads(
  plan: PlannedPlacement,
): readonly { readonly role: string; readonly cpus: readonly number[] }[] {
  const named: readonly (readonly [ThreadRole, readonly number[]])[] = [
    [{ kind: 'vmm' }, plan.vmm],
    [{ kind: 'api' }, plan.api],
    ...plan.vcpus.map((cpus, index) => [{ kind: 'vcpu', index }, cpus] as const),
  ];
  return named.map(([role, cpus]) => ({ role: formatRole(role), cpus }));
}

/**
 * Whether the trial proves its placement: every planned thread was read back, allowed on the planned CPUs and no others,
 * and last ran on one of them.
 */
export function placementHeld(placement: AppliedPlacement | undefined, plan: PlannedPlacement): boolean {
  const threads = placement?.threads ?? [];
  return plannedThreads(plan).every(({ role, cpus }) => {
    const ofRole = threads.filter((thread) => thread.role === role);
    return (
      ofRole.length > 0 &&
      ofRole.every(({ allowedCpus, lastCpu }) => isSameSet(allowedCpus, cpus) && cpus.includes(lastCpu))
    );
  });
}

function isSameSet(one: readonly number[], other: readonly number[]): boolean {
  const left = new Set(one);
  return left.size === new Set(other).size && other.every((cpu) => left.has(cpu));
}
