import { spanNs } from '../base/clock.ts';
import { BenchError } from '../base/errors.ts';
import type { Collector } from '../model/definition.ts';

/** The first sign of life of a restored guest, which runs before the load request is answered. */
export const firstActivity: Collector = {
  id: 'first-activity',
  metrics: [
    {
      id: 'restore.first_activity',
      unit: 'us',
      direction: 'lower-is-better',
      kind: 'time',
      description:
        "client's clock, from before the request that made the guest run is sent to its first I/O; the VM's record names the source",
    },
  ],
  collect({ readings: { startCall }, firstActivity: activity }) {
    if (activity === undefined || startCall === undefined) {
      throw new BenchError(
        'SAMPLE_INVALID',
        'Cannot sample the first activity: the benchmark has not looked at it',
        {
          hint: 'Hand back `firstActivity` of the running VM among the observations of `measure`',
        },
      );
    }
    return { 'restore.first_activity': spanNs(startCall.sentAt, activity.at) / 1000 };
  },
};
