import { BenchError } from '../base/errors.ts';
import type { Collector } from '../model/definition.ts';

/** The VMM's start as it measures it itself: from the jailer's first instruction to a live API thread (since 1.12). */
export const processStartup: Collector = {
  id: 'process-startup',
  metrics: [
    {
      id: 'process.startup',
      unit: 'us',
      direction: 'lower-is-better',
      kind: 'time',
      description:
        "VMM's clock, from the jailer's start to a live API thread; holds the wait for the cgroup attach",
    },
    {
      id: 'process.startup_cpu',
      unit: 'us',
      direction: 'lower-is-better',
      kind: 'time',
      description: 'CPU time of jailer and VMM over the same span',
    },
  ],
  collect({ readings }) {
    if (readings.processStartup === undefined) {
      throw new BenchError(
        'SAMPLE_INVALID',
        'Cannot sample the process start: the metrics hold no start-up time',
      );
    }
    const { wallUs, cpuUs } = readings.processStartup;
    return { 'process.startup': wallUs, 'process.startup_cpu': cpuUs };
  },
};
