/**
 * The metrics that the analysis makes of every trial's timeline, beside those that its benchmark declares. Their ids
 * begin with `phase.` or are `trial.wall`; a benchmark must not declare such an id.
 */
import type { MetricDefinition, Samples } from './metric.ts';
import { phaseDescriptions, phaseNames, type PhaseName } from './timeline.ts';
import type { TrialRecord } from './trial.ts';

const phasePrefix = 'phase.';

/** The whole trial from outside, as the harness's own clock saw it. */
export const wallMetric: MetricDefinition = {
  id: 'trial.wall',
  unit: 'us',
  direction: 'lower-is-better',
  kind: 'time',
  description:
    'from before the jail is made until all of the trial is removed, measured apart from the phases',
};

/** The metric of one phase: `phase.attach`. */
export function phaseMetric(name: PhaseName): MetricDefinition {
  return {
    id: `${phasePrefix}${name}`,
    unit: 'us',
    direction: 'lower-is-better',
    kind: 'time',
    description: phaseDescriptions[name],
  };
}

/** All of them: the phases in the order in which they come, then the wall time. */
export function timelineMetrics(): readonly MetricDefinition[] {
  return [...phaseNames.map(phaseMetric), wallMetric];
}

/** Whether an id is kept for the metrics of the timeline. */
export function isTimelineMetricId(id: string): boolean {
  return id.startsWith(phasePrefix) || id === wallMetric.id;
}

/** What one trial gives for them, in µs. A phase that came twice, as with two VMs in a trial, counts with its sum. */
export function timelineSamples(trial: Pick<TrialRecord, 'phases' | 'wallNs'>): Samples {
  const samples: Record<string, number> = {};
  for (const { name, durationNs } of trial.phases) {
    const id = phasePrefix + name;
    samples[id] = (samples[id] ?? 0) + durationNs;
  }
  if (trial.wallNs !== undefined) samples[wallMetric.id] = trial.wallNs;
  for (const [id, sumNs] of Object.entries(samples)) samples[id] = sumNs / 1000;
  return samples;
}
