import type { ArmSummary, PhaseSummary } from '../model/analysis.ts';
import type { MetricDefinition } from '../model/metric.ts';
import { sampleReader, withRecordMetrics } from '../model/record-metrics.ts';
import { phaseNames, type PhaseName } from '../model/timeline.ts';
import type { TrialRecord } from '../model/trial.ts';
import { mean, median } from '../stats/moments.ts';
import { summariseMetric } from './summarise-metric.ts';

/** What is kept of the trials of one case and arm: a column of numbers a metric, and counts. */
export interface Tally {
  readonly armId: string;
  readonly add: (trial: TrialRecord) => void;
  readonly summarise: () => ArmSummary;
}

export interface TallyOptions {
  readonly metrics: readonly MetricDefinition[];
  readonly plannedCount: number;
}

/** Counts trials and keeps the samples of those that are ok and no warm-up. */
export function createTally(armId: string, { metrics, plannedCount }: TallyOptions): Tally {
  const columns = withRecordMetrics(metrics).map((metric) => ({ metric, values: new Array<number>() }));
  const phases = new Map(phaseNames.map((name) => [name, new Array<number>()]));
  const counts = { ok: 0, failed: 0, aborted: 0, warmup: 0 };
  return {
    armId,
    add: (trial) => {
      counts[trial.isWarmup ? 'warmup' : trial.outcome.status] += 1;
      if (trial.isWarmup || trial.outcome.status !== 'ok') return;
      const sampleOf = sampleReader(trial);
      for (const { metric, values } of columns) {
        const value = sampleOf(metric.id);
        if (value !== undefined) values.push(value);
      }
      addPhases(trial, phases);
    },
    summarise: () => ({
      armId,
      counts: { planned: plannedCount, ...counts },
      // A metric that no trial sampled has no summary.
      metrics: columns
        .filter(({ values }) => values.length > 0)
        .map(({ metric, values }) => summariseMetric(metric, values)),
      phases: [...phases].flatMap(([name, durationsNs]) => summarisePhase(name, durationsNs)),
    }),
  };
}

/** A phase that came twice in a trial counts with its sum. */
function addPhases(trial: TrialRecord, phases: ReadonlyMap<PhaseName, number[]>): void {
  const sumsNs = new Map<PhaseName, number>();
  for (const { name, durationNs } of trial.phases) sumsNs.set(name, (sumsNs.get(name) ?? 0) + durationNs);
  for (const [name, sumNs] of sumsNs) phases.get(name)?.push(sumNs);
}

function summarisePhase(name: PhaseName, durationsNs: readonly number[]): readonly PhaseSummary[] {
  if (durationsNs.length === 0) return [];
  return [{ name, count: durationsNs.length, medianNs: median(durationsNs), meanNs: mean(durationsNs) }];
}
