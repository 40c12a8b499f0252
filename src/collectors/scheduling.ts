import type { Collector } from '../model/definition.ts';
import type { PlacedThread } from '../model/placement.ts';

/** What the scheduler did to the VMM's threads: noise that explains a slow trial. */
export const scheduling: Collector = {
  id: 'scheduling',
  metrics: [
    {
      id: 'noise.wait',
      unit: 'us',
      direction: 'neither',
      kind: 'time',
      description: 'time that the threads of the VMM were ready to run and had no CPU (schedstat)',
    },
    {
      id: 'noise.involuntary_switches',
      unit: 'count',
      direction: 'neither',
      kind: 'count',
      description: 'times that a thread of the VMM was taken off its CPU',
    },
    {
      id: 'noise.missed_log_lines',
      unit: 'count',
      direction: 'neither',
      kind: 'count',
      description: 'log lines that the VMM dropped',
    },
  ],
  collect({ placement, readings }) {
    const total = (read: (thread: PlacedThread) => number): number =>
      placement.threads.reduce((sum, thread) => sum + read(thread), 0);
    return {
      'noise.wait': total(({ waitNs }) => waitNs) / 1000,
      'noise.involuntary_switches': total(({ involuntarySwitches }) => involuntarySwitches),
      'noise.missed_log_lines': readings.missedLogCount,
    };
  },
};
