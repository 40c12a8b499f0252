/** The metrics that every trial has whatever its benchmark declares: those of its timeline and its noise. */
import type { MetricDefinition, Samples } from './metric.ts';
import { isNoiseMetricId, noiseMetrics, noiseSamples } from './noise-metrics.ts';
import { isTimelineMetricId, timelineMetrics, timelineSamples } from './phase-metrics.ts';
import type { TrialRecord } from './trial.ts';

/** All metrics of a case: the declared ones, then those of every trial that are not among them. */
export function withRecordMetrics(declared: readonly MetricDefinition[]): readonly MetricDefinition[] {
  const ids = new Set(declared.map(({ id }) => id));
  return [...declared, ...[...timelineMetrics(), ...noiseMetrics()].filter(({ id }) => !ids.has(id))];
}

/** All samples of a trial: what its benchmark has sampled, and what its record tells beside. */
export function withRecordSamples(trial: TrialRecord): Samples {
  return { ...timelineSamples(trial), ...noiseSamples(trial), ...trial.samples };
}

/** Reads one sample of a trial by the id of its metric. */
export type SampleReader = (metricId: string) => number | undefined;

/** The same as `withRecordSamples` one by one, without a copy of what may be a thousand samples. */
export function sampleReader(trial: TrialRecord): SampleReader {
  const { samples } = trial;
  const [ofTimeline, ofNoise] = [timelineSamples(trial), noiseSamples(trial)];
  return (metricId) => samples[metricId] ?? ofNoise[metricId] ?? ofTimeline[metricId];
}

/** Whether an id is kept for what every trial has: a benchmark must not declare it. */
export function isRecordMetricId(id: string): boolean {
  return isTimelineMetricId(id) || isNoiseMetricId(id);
}
