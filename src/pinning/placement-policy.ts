import type { Finding } from '../model/finding.ts';
import type { PlannedPlacement } from '../model/placement.ts';

export interface PlacementRequest {
  readonly vcpuCount: number;
  /** The CPUs that are measured on, each online and permitted. */
  readonly cpus: readonly number[];
}

export interface PlacementDecision {
  readonly plan: PlannedPlacement;
  readonly findings: readonly Finding[];
}

/** Decides which thread runs where: a pure function of the numbers. One file a policy in `policies/`. */
export interface PlacementPolicy {
  /** @throws BenchError `CPU_UNAVAILABLE` */
  readonly place: (request: PlacementRequest) => PlacementDecision;
}

/** One CPU for each vCPU, for the VMM and for the API thread. */
export function countThreadsToPin(vcpuCount: number): number {
  return vcpuCount + 2;
}
