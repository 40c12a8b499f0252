import { BenchError } from '../base/errors.ts';
import type { Collector, Observation } from '../model/definition.ts';
import type { MetricDefinition, Samples } from '../model/metric.ts';
import type { ThreadSeries, TrialObservations } from '../model/observations.ts';
import { runPercentOf, threadShares } from './thread-shares.ts';

/** CPU time by role over the whole series, from the scheduler's nanoseconds (schedstat). */
export const threadCpu: Collector = {
  id: 'thread-cpu',
  metrics: [
    share('cpu.vmm', 'CPU time of the VMM thread in percent of one CPU'),
    share('cpu.api', 'CPU time of the API thread in percent of one CPU'),
    share('cpu.vcpu', 'CPU time of all vCPU threads together in percent of one CPU'),
    share('cpu.other', "CPU time of the process's helper threads in percent of one CPU"),
    share('cpu.vcpu_wait', 'time that vCPU threads were ready to run and had no CPU, in percent of the span'),
    {
      id: 'cpu.missed_ticks',
      unit: 'count',
      direction: 'neither',
      kind: 'count',
      description: 'looks at the threads that came due before the one before was done, and were left out',
    },
  ],
  collect(observation): Samples {
    const series = seriesOf(observation);
    const shares = threadShares(series, observation.placement);
    if (shares.length === 0) throw invalid('there are not two looks');
    const isVcpu = (role: string): boolean => role.startsWith('vcpu ');
    const waits = shares.filter(({ role }) => isVcpu(role)).map(({ waitPercent }) => waitPercent);
    return {
      'cpu.vmm': runPercentOf(shares, (role) => role === 'vmm'),
      'cpu.api': runPercentOf(shares, (role) => role === 'api'),
      'cpu.vcpu': runPercentOf(shares, isVcpu),
      'cpu.other': runPercentOf(shares, (role) => role === 'other'),
      'cpu.vcpu_wait': waits.reduce((sum, wait) => sum + wait, 0),
      'cpu.missed_ticks': series.missedTickCount,
    };
  },
};

/** The process as pidusage sees it: what users compare with `top`. */
export const processCpu: Collector = {
  id: 'process-cpu',
  metrics: [
    share('cpu.process_pidusage', 'mean of the CPU shares that pidusage told, each of a second or more'),
  ],
  collect({ processUsage }: Observation & TrialObservations): Samples {
    const samples = processUsage?.samples ?? [];
    if (processUsage?.failure !== undefined) throw invalid(processUsage.failure);
    if (samples.length === 0) throw invalid('pidusage has told no share');
    const total = samples.reduce((sum, { cpuPercent }) => sum + cpuPercent, 0);
    return { 'cpu.process_pidusage': total / samples.length };
  },
};

function seriesOf({ threads }: Observation & TrialObservations): ThreadSeries {
  if (threads === undefined) throw invalid('the benchmark has not sampled threads');
  if (threads.failure !== undefined) throw invalid(threads.failure);
  return threads;
}

function invalid(seen: string): BenchError {
  return new BenchError('SAMPLE_INVALID', `Cannot sample the CPU load: ${seen}`);
}

function share(id: string, description: string): MetricDefinition {
  return { id, unit: 'percent', direction: 'lower-is-better', kind: 'share', description };
}
