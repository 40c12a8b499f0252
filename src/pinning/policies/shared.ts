import type { PlacementPolicy } from '../placement-policy.ts';

/** Every thread may run on every measured CPU: confined, and left to the scheduler within. */
export const sharedPolicy: PlacementPolicy = {
  place({ vcpuCount, cpus }) {
    const vcpus = Array.from({ length: vcpuCount }, () => cpus);
    return { plan: { policy: 'shared', confineTo: cpus, vmm: cpus, api: cpus, vcpus }, findings: [] };
  },
};
