import { BenchError } from '../base/errors.ts';
import type { Collector } from '../model/definition.ts';

/** The InstanceStart request, by the client's clock and by the VMM's own. */
export const startCall: Collector = {
  id: 'start-call',
  metrics: [
    {
      id: 'boot.start_call',
      unit: 'us',
      direction: 'lower-is-better',
      kind: 'time',
      description: "client's clock, from before InstanceStart is sent until its answer is here",
    },
    {
      id: 'boot.start_call_vmm',
      unit: 'us',
      direction: 'lower-is-better',
      kind: 'time',
      description: "VMM's clock, from the arrival of InstanceStart to its answer",
    },
  ],
  collect({ readings: { startCall: call } }) {
    if (call?.vmmUs === undefined) {
      throw new BenchError(
        'SAMPLE_INVALID',
        "Cannot sample InstanceStart: the VMM's duration is not in the log",
      );
    }
    return { 'boot.start_call': call.clientNs / 1000, 'boot.start_call_vmm': call.vmmUs };
  },
};
