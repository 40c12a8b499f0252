import { BenchError } from '../base/errors.ts';
import type { Collector, Observation } from '../model/definition.ts';
import type { MetricDefinition, Samples, Unit } from '../model/metric.ts';
import type { NoiseDifference } from '../model/observations.ts';

/** What else happened on the host while the trial ran: what every kernel tells. */
export const hostNoise: Collector = {
  id: 'host-noise',
  metrics: [
    noise(
      'noise.steal',
      'us',
      'CPU time that the hypervisor around this host took, all CPUs, in steps of 10 ms',
    ),
    noise('noise.major_faults', 'count', 'page faults on the host that waited for a disk'),
    noise('noise.swapped_pages', 'count', 'pages swapped in or out on the host'),
    noise('noise.other_vms', 'count', "VMs on the host that are not the trial's"),
  ],
  collect(observation): Samples {
    const difference = differenceOf(observation);
    return {
      'noise.steal': difference.stealUs,
      'noise.major_faults': difference.majorFaults,
      'noise.swapped_pages': difference.swappedInPages + difference.swappedOutPages,
      'noise.other_vms': difference.otherVms,
    };
  },
};

/** Time in which tasks on the host waited for a resource: for kernels with pressure stall information. */
export const hostPressure: Collector = {
  id: 'host-pressure',
  metrics: [
    noise('noise.pressure_cpu', 'us', 'time in which some task on the host waited for a CPU (PSI)'),
    noise('noise.pressure_memory', 'us', 'time in which some task on the host waited for memory (PSI)'),
    noise('noise.pressure_io', 'us', 'time in which some task on the host waited for I/O (PSI)'),
  ],
  collect(observation): Samples {
    const { cpuPressureUs, memoryPressureUs, ioPressureUs } = differenceOf(observation);
    if (cpuPressureUs === undefined || memoryPressureUs === undefined || ioPressureUs === undefined) {
      throw new BenchError('SAMPLE_INVALID', 'Cannot sample pressure: the kernel does not tell it', {
        hint: 'Boot a kernel that has CONFIG_PSI with psi=1',
      });
    }
    return {
      'noise.pressure_cpu': cpuPressureUs,
      'noise.pressure_memory': memoryPressureUs,
      'noise.pressure_io': ioPressureUs,
    };
  },
};

function differenceOf({ noise: difference }: Observation): NoiseDifference {
  if (difference !== undefined) return difference;
  throw new BenchError('SAMPLE_INVALID', 'Cannot sample the noise: the host was not read before and after');
}

function noise(id: string, unit: Unit, description: string): MetricDefinition {
  return { id, unit, direction: 'neither', kind: unit === 'us' ? 'time' : 'count', description };
}
