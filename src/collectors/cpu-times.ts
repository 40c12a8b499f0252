import { spanNs } from '../base/clock.ts';
import { BenchError } from '../base/errors.ts';
import type { Collector } from '../model/definition.ts';
import type { MetricDefinition, Samples } from '../model/metric.ts';
import type { CpuTimes, ThreadTime } from '../model/observations.ts';
import type { AppliedPlacement } from '../model/placement.ts';

/** CPU time of the boot by role, and what kernel threads outside of the process take in the steady state. */
export const cpuTimes: Collector = {
  id: 'cpu-times',
  metrics: [
    bootTime('cpu.boot_vmm', 'the VMM thread'),
    bootTime('cpu.boot_api', 'the API thread'),
    bootTime('cpu.boot_vcpu', 'all vCPU threads together'),
    {
      id: 'cpu.kernel',
      unit: 'percent',
      direction: 'lower-is-better',
      kind: 'share',
      description:
        "CPU time of KVM's kernel threads outside of the process (kvm-pit), from the guest's signal on, in percent of one CPU",
      mayBeAbsent: true,
    },
  ],
  collect({ cpuTimes: times, placement }): Samples {
    if (times === undefined) {
      throw new BenchError(
        'SAMPLE_INVALID',
        'Cannot sample CPU times: the benchmark has not read them before and after the boot',
      );
    }
    const { beforeBoot, ready, end } = times;
    const ofBoot = (isMeant: (role: string) => boolean): number =>
      grownNs(beforeBoot.threads, rolesOf(ready.threads, placement, isMeant)) / 1000;
    return {
      'cpu.boot_vmm': ofBoot((role) => role === 'vmm'),
      'cpu.boot_api': ofBoot((role) => role === 'api'),
      'cpu.boot_vcpu': ofBoot((role) => role.startsWith('vcpu ')),
      ...kernelShare(ready, end),
    };
  },
};

/** Absent where the kernel shows no such thread. */
function kernelShare(ready: CpuTimes, end: CpuTimes): Samples {
  if (end.kernelThreads.length === 0) return {};
  const grown = grownNs(ready.kernelThreads, end.kernelThreads);
  return { 'cpu.kernel': (100 * grown) / spanNs(ready.at, end.at) };
}

/** A thread that was not there before has done all of it since. */
function grownNs(before: readonly ThreadTime[], after: readonly ThreadTime[]): number {
  const earlier = new Map(before.map(({ tid, runNs }) => [tid, runNs]));
  return after.reduce((sum, { tid, runNs }) => sum + runNs - (earlier.get(tid) ?? 0), 0);
}

function rolesOf(
  threads: readonly ThreadTime[],
  placement: AppliedPlacement,
  isMeant: (role: string) => boolean,
): readonly ThreadTime[] {
  const roles = new Map(placement.threads.map(({ tid, role }) => [tid, role]));
  return threads.filter(({ tid }) => isMeant(roles.get(tid) ?? ''));
}

function bootTime(id: string, who: string): MetricDefinition {
  return {
    id,
    unit: 'us',
    direction: 'lower-is-better',
    kind: 'time',
    description: `CPU time of ${who} from before InstanceStart is sent until the harness has seen the guest's signal; with what the guest does meanwhile (schedstat)`,
  };
}
