import { BenchError } from '../../base/errors.ts';
import { formatCpuList } from '../../host/cpu-list.ts';
import { countThreadsToPin, type PlacementPolicy } from '../placement-policy.ts';

/** A CPU of its own for every thread, in the order given: vCPUs, VMM, API. The VM is confined to just these. */
export const dedicatedPolicy: PlacementPolicy = {
  place({ vcpuCount, cpus }) {
    const neededCount = countThreadsToPin(vcpuCount);
    const taken = cpus.slice(0, neededCount);
    const [vmm, api] = taken.slice(vcpuCount);
    if (vmm === undefined || api === undefined) throw tooFewCpus(neededCount, cpus);
    const vcpus = taken.slice(0, vcpuCount).map((cpu) => [cpu]);
    return {
      plan: { policy: 'dedicated', confineTo: taken, vmm: [vmm], api: [api], vcpus },
      findings: [],
    };
  },
};

function tooFewCpus(neededCount: number, cpus: readonly number[]): BenchError {
  const text =
    `Cannot give ${neededCount} threads a CPU of their own: ` +
    `only ${cpus.length} can be measured on (${formatCpuList(cpus)})`;
  return new BenchError('CPU_UNAVAILABLE', text, {
    hint: 'Allow more CPUs, use fewer vCPUs, or let the threads share CPUs with the placement "shared" or "auto"',
  });
}
