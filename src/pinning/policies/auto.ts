import { formatCpuList } from '../../host/cpu-list.ts';
import type { Finding } from '../../model/finding.ts';
import { countThreadsToPin, type PlacementPolicy, type PlacementRequest } from '../placement-policy.ts';
import { dedicatedPolicy } from './dedicated.ts';
import { sharedPolicy } from './shared.ts';

/** `dedicated` where the CPUs suffice, else `shared` with a finding: fewer CPUs never pass in silence. */
export const autoPolicy: PlacementPolicy = {
  place(request) {
    if (request.cpus.length >= countThreadsToPin(request.vcpuCount)) return dedicatedPolicy.place(request);
    return { plan: sharedPolicy.place(request).plan, findings: [sharedFinding(request)] };
  },
};

function sharedFinding({ vcpuCount, cpus }: PlacementRequest): Finding {
  return {
    rule: 'placement-shared',
    severity: 'warning',
    message:
      `${countThreadsToPin(vcpuCount)} threads (vCPUs: ${vcpuCount}, VMM, API) share ` +
      `${cpus.length} measured CPU${cpus.length === 1 ? '' : 's'} (${formatCpuList(cpus)}), ` +
      `so times include their waiting for each other`,
    advice: `Measure on ${countThreadsToPin(vcpuCount)} CPUs or more to give each thread its own`,
  };
}
