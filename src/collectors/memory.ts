import { BenchError } from '../base/errors.ts';
import type { Collector, Observation } from '../model/definition.ts';
import type { MetricDefinition, Samples } from '../model/metric.ts';
import type { MemoryReading } from '../model/observations.ts';

/** Memory of the VMM's process at the moment of the reading, guest memory apart from the VMM's own. */
export const memory: Collector = {
  id: 'memory',
  metrics: [
    inKib('memory.vmm_rss', 'resident memory of the VMM other than guest memory, the binary included'),
    inKib('memory.vmm_pss', 'the same, each page divided by the number of processes that map it'),
    inKib('memory.vmm_uss', 'the same, without pages that another process maps too'),
    inKib('memory.vmm_size', 'address space of the VMM other than guest memory'),
    inKib('memory.guest_rss', 'guest memory that is resident, pages of a huge page pool included'),
    inKib(
      'memory.guest_anonymous',
      'guest memory that no file backs: what the guest has written, or was copied in',
    ),
    inKib(
      'memory.page_tables',
      "page tables of the VMM's process; those that KVM keeps for the guest are not in it",
    ),
  ],
  collect(observation) {
    const { vmm, guest, pageTablesKib } = readingOf(observation);
    return {
      'memory.vmm_rss': vmm.rssKib + vmm.hugetlbKib,
      'memory.vmm_pss': vmm.pssKib,
      'memory.vmm_uss': vmm.ussKib,
      'memory.vmm_size': vmm.sizeKib,
      'memory.guest_rss': guest.rssKib + guest.hugetlbKib,
      'memory.guest_anonymous': guest.anonymousKib + guest.hugetlbKib,
      'memory.page_tables': pageTablesKib,
    };
  },
};

/** The count of the VM's own memory cgroup: for benchmarks that give the VM one. */
export const cgroupMemory: Collector = {
  id: 'cgroup-memory',
  metrics: [
    inKib('memory.cgroup_charged', "all that the VM's memory cgroup is charged for, page cache included"),
    inKib('memory.cgroup_kernel', 'kernel memory of it: slab, page tables, stacks, what KVM keeps'),
  ],
  collect(observation): Samples {
    const { cgroup } = readingOf(observation);
    if (cgroup?.kernelKib === undefined) {
      throw new BenchError(
        'SAMPLE_INVALID',
        "Cannot sample the memory cgroup: the VM's process has none to itself",
        {
          hint: 'Let the jailer make one by a memory setting, on a kernel that counts kernel memory',
        },
      );
    }
    return { 'memory.cgroup_charged': cgroup.chargedKib, 'memory.cgroup_kernel': cgroup.kernelKib };
  },
};

function readingOf({ memory: reading }: Observation): MemoryReading {
  if (reading !== undefined) return reading;
  throw new BenchError('SAMPLE_INVALID', 'Cannot sample memory: the benchmark has not read it', {
    hint: 'Read the memory in `measure`, at a quiet moment',
  });
}

function inKib(id: string, description: string): MetricDefinition {
  return { id, unit: 'KiB', direction: 'lower-is-better', kind: 'memory', description };
}
