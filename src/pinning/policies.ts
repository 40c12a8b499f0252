import type { PlacementPolicyName } from '../model/placement.ts';
import type { PlacementDecision, PlacementPolicy, PlacementRequest } from './placement-policy.ts';
import { autoPolicy } from './policies/auto.ts';
import { dedicatedPolicy } from './policies/dedicated.ts';
import { sharedPolicy } from './policies/shared.ts';

const policies: Readonly<Record<PlacementPolicyName, PlacementPolicy>> = {
  auto: autoPolicy,
  dedicated: dedicatedPolicy,
  shared: sharedPolicy,
};

/**
 * Decides which thread runs where.
 * @throws BenchError `CPU_UNAVAILABLE`
 */
export function planPlacement(policy: PlacementPolicyName, request: PlacementRequest): PlacementDecision {
  return policies[policy].place(request);
}
