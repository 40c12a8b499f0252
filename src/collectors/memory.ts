import { BenchError } from '../base/errors.ts';
import { optional } from '../base/optional.ts';
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

/** The count of the VM's own memory cgroup: for benchmarks that give the VM one. What the host does not count is absent. */
export const cgroupMemory: Collector = {
  id: 'cgroup-memory',
  metrics: [
    mayBeAbsent(
      'memory.cgroup_charged',
      "all that the VM's memory cgroup is charged for, page cache included",
    ),
    mayBeAbsent('memory.cgroup_kernel', 'kernel memory of it: slab, page tables, stacks, what KVM keeps'),
    mayBeAbsent('memory.cgroup_slab', 'kernel objects of it'),
  ],
  collect(observation): Samples {
    const { cgroup } = readingOf(observation);
    return {
      ...optional('memory.cgroup_charged', cgroup?.chargedKib),
      ...optional('memory.cgroup_kernel', cgroup?.kernelKib),
      ...optional('memory.cgroup_slab', cgroup?.slabKib),
    };
  },
};

/** The most that any look of a series saw. */
export const memoryPeak: Collector = {
  id: 'memory-peak',
  metrics: [
    inKib('memory.vmm_rss_max', 'most resident memory of the VMM other than guest memory, of all looks'),
    {
      id: 'memory.missed_ticks',
      unit: 'count',
      direction: 'neither',
      kind: 'count',
      description: 'looks at the memory that were more than a period late, and were left out',
    },
  ],
  collect({ memorySeries }): Samples {
    if (
      memorySeries === undefined ||
      memorySeries.samples.length === 0 ||
      memorySeries.failure !== undefined
    ) {
      const seen = memorySeries?.failure ?? 'the benchmark has not sampled it';
      throw new BenchError('SAMPLE_INVALID', `Cannot sample the peak of memory: ${seen}`);
    }
    const sizesKib = memorySeries.samples.map(({ vmm }) => vmm.rssKib + vmm.hugetlbKib);
    return {
      'memory.vmm_rss_max': Math.max(...sizesKib),
      'memory.missed_ticks': memorySeries.missedTickCount,
    };
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

function mayBeAbsent(id: string, description: string): MetricDefinition {
  return { ...inKib(id, description), mayBeAbsent: true };
}
