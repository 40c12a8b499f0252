import { BenchError } from '../base/errors.ts';
import type { Collector } from '../model/definition.ts';

/**
 * The VMM's boot timer. Its stamp is taken where the VMM begins to build the microVM, some 50 µs after the request has
 * arrived (Firecracker, src/vmm/src/builder.rs).
 */
export const bootTimer: Collector = {
  id: 'boot-timer',
  metrics: [
    {
      id: 'boot.guest',
      unit: 'us',
      direction: 'lower-is-better',
      kind: 'time',
      description:
        "VMM's clock, from the start of InstanceStart's handling to the guest's first write to the boot timer",
    },
    {
      id: 'boot.guest_cpu',
      unit: 'us',
      direction: 'lower-is-better',
      kind: 'time',
      description: 'CPU time of all threads of the VMM over the same span',
    },
  ],
  collect({ readings }) {
    if (readings.guestBoot === undefined) {
      throw new BenchError('SAMPLE_INVALID', 'Cannot sample the boot timer: its line is not in the log');
    }
    return { 'boot.guest': readings.guestBoot.wallUs, 'boot.guest_cpu': readings.guestBoot.cpuUs };
  },
};
