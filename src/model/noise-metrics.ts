/**
 * Covariates of every trial, beside the metrics that its benchmark declares: they explain a slow trial and are no results.
 * Their ids begin with `noise.`.
 */
import type { MetricDefinition, Samples, Unit } from './metric.ts';
import type { PlacedThread } from './placement.ts';
import type { TrialRecord, VmRecord } from './trial.ts';

type NoiseSource = Pick<TrialRecord, 'placement' | 'vms' | 'noise'>;

interface NoiseMetric {
  readonly metric: MetricDefinition;
  /** Undefined where the kernel, or the trial, does not tell. */
  readonly sample: (trial: NoiseSource) => number | undefined;
}

const noisePrefix = 'noise.';

const noises: readonly NoiseMetric[] = [
  {
    metric: noise('wait', 'us', 'time that threads of the VMM were ready to run and had no CPU (schedstat)'),
    sample: ofThreads(({ waitNs }) => waitNs / 1000),
  },
  {
    metric: noise('involuntary_switches', 'count', 'times that a thread of the VMM was taken off its CPU'),
    sample: ofThreads(({ involuntarySwitches }) => involuntarySwitches),
  },
  {
    metric: noise('migrations', 'count', 'times that a thread of the VMM went to another CPU'),
    sample: ofThreads(({ migrations }) => migrations),
  },
  {
    metric: noise(
      'major_faults',
      'count',
      'page faults of the VMM that waited: for a disk, or for a page-fault handler',
    ),
    sample: ofVms(({ majorFaults }) => majorFaults),
  },
  {
    metric: noise('missed_log_lines', 'count', 'log lines that the VMM dropped'),
    sample: ofVms(({ missedLogCount }) => missedLogCount),
  },
  {
    metric: noise(
      'steal',
      'us',
      'CPU time that a hypervisor around the host took, all CPUs, in steps of 10 ms',
    ),
    sample: (trial) => trial.noise?.stealUs,
  },
  {
    metric: noise('host_major_faults', 'count', 'page faults on the host that waited for a disk'),
    sample: (trial) => trial.noise?.majorFaults,
  },
  {
    metric: noise('swapped_pages', 'count', 'pages swapped in or out on the host'),
    sample: (trial) => sum([trial.noise?.swappedInPages, trial.noise?.swappedOutPages]),
  },
  {
    metric: noise('other_vms', 'count', "VMs on the host that are not the trial's"),
    sample: (trial) => trial.noise?.otherVms,
  },
  {
    metric: noise('pressure_cpu', 'us', 'time in which some task on the host waited for a CPU (PSI)'),
    sample: (trial) => trial.noise?.cpuPressureUs,
  },
  {
    metric: noise('pressure_memory', 'us', 'time in which some task on the host waited for memory (PSI)'),
    sample: (trial) => trial.noise?.memoryPressureUs,
  },
  {
    metric: noise('pressure_io', 'us', 'time in which some task on the host waited for I/O (PSI)'),
    sample: (trial) => trial.noise?.ioPressureUs,
  },
];

export function noiseMetrics(): readonly MetricDefinition[] {
  return noises.map(({ metric }) => metric);
}

/** Whether an id is kept for them. */
export function isNoiseMetricId(id: string): boolean {
  return id.startsWith(noisePrefix);
}

/** What one trial gives for them: only what was told. */
export function noiseSamples(trial: NoiseSource): Samples {
  const samples: Record<string, number> = {};
  for (const { metric, sample } of noises) {
    const value = sample(trial);
    if (value !== undefined) samples[metric.id] = value;
  }
  return samples;
}

function noise(name: string, unit: Unit, description: string): MetricDefinition {
  const kind = unit === 'us' ? 'time' : 'count';
  return { id: `${noisePrefix}${name}`, unit, direction: 'neither', kind, description };
}

function ofThreads(read: (thread: PlacedThread) => number | undefined): NoiseMetric['sample'] {
  return ({ placement }) => sum(placement?.threads.map(read));
}

function ofVms(read: (vm: VmRecord) => number | undefined): NoiseMetric['sample'] {
  return ({ vms }) => sum(vms.map(read));
}

/** A sum that lacks a part would be too small: it is undefined. */
function sum(values: readonly (number | undefined)[] | undefined): number | undefined {
  if (values === undefined || values.length === 0) return undefined;
  return values.reduce(
    (total, value) => (total === undefined || value === undefined ? undefined : total + value),
    0,
  );
}
