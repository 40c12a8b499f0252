import { BenchError } from '../base/errors.ts';
import type { Collector } from '../model/definition.ts';

/** The VMM's boot timer: from the arrival of InstanceStart to the guest's write to the timer's address. */
export const bootTimer: Collector = {
  id: 'boot-timer',
  metrics: [
    {
      id: 'boot.guest',
      unit: 'us',
      direction: 'lower-is-better',
      kind: 'time',
      description:
        "VMM's clock, from the arrival of InstanceStart to the guest's first write to the boot timer",
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
