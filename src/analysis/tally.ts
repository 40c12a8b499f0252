import type { ArmSummary, PhaseSummary } from '../model/analysis.ts';
import type { MetricDefinition } from '../model/metric.ts';
import { sampleReader, withRecordMetrics } from '../model/record-metrics.ts';
import { phaseNames, type PhaseName } from '../model/timeline.ts';
import type { TrialOutcome, TrialRecord } from '../model/trial.ts';
import { mean, median } from '../stats/moments.ts';
import { summariseMetric } from './summarise-metric.ts';

/** What is kept of the trials of one case and arm: a column of numbers a metric, and the block of each. */
export interface Tally {
  readonly armId: string;
  readonly add: (trial: TrialRecord) => void;
  /** @param invalid the blocks whose trials are in no statistic */
  readonly summarise: (invalid: ReadonlySet<number>) => ArmSummary;
}

export interface TallyOptions {
  readonly metrics: readonly MetricDefinition[];
  readonly plannedCount: number;
}

type BlocksByStatus = Readonly<Record<TrialOutcome['status'], number[]>>;

/** Counts trials and keeps the samples of those that are ok and no warm-up. */
export function createTally(armId: string, { metrics, plannedCount }: TallyOptions): Tally {
  // One value a trial, NaN where it has none: the block of a value is that of its place.
  const columns = withRecordMetrics(metrics).map((metric) => ({ metric, values: new Array<number>() }));
  const phases = phaseNames.map((name) => ({ name, durationsNs: new Array<number>() }));
  const blocks: BlocksByStatus = { ok: [], failed: [], aborted: [] };
  let warmupCount = 0;
  return {
    armId,
    add: (trial) => {
      if (trial.isWarmup) {
        warmupCount += 1;
        return;
      }
      blocks[trial.outcome.status].push(trial.block);
      if (trial.outcome.status !== 'ok') return;
      const sampleOf = sampleReader(trial);
      for (const { metric, values } of columns) values.push(sampleOf(metric.id) ?? NaN);
      const sumsNs = phaseSums(trial);
      for (const { name, durationsNs } of phases) durationsNs.push(sumsNs.get(name) ?? NaN);
    },
    summarise: (invalid) => {
      const valid = (values: readonly number[]): readonly number[] =>
        values.filter((value, place) => !Number.isNaN(value) && !invalid.has(blocks.ok[place] ?? NaN));
      return {
        armId,
        counts: { planned: plannedCount, ...countBlocks(blocks, invalid), warmup: warmupCount },
        // A metric that no trial sampled has no summary.
        metrics: columns
          .map(({ metric, values }) => ({ metric, values: valid(values) }))
          .filter(({ values }) => values.length > 0)
          .map(({ metric, values }) => summariseMetric(metric, values)),
        phases: phases.flatMap(({ name, durationsNs }) => summarisePhase(name, valid(durationsNs))),
      };
    },
  };
}

function countBlocks(
  blocks: BlocksByStatus,
  invalid: ReadonlySet<number>,
): Pick<ArmSummary['counts'], 'ok' | 'failed' | 'aborted' | 'invalid'> {
  const validCount = (status: TrialOutcome['status']): number =>
    blocks[status].filter((block) => !invalid.has(block)).length;
  const counts = { ok: validCount('ok'), failed: validCount('failed'), aborted: validCount('aborted') };
  const allCount = blocks.ok.length + blocks.failed.length + blocks.aborted.length;
  return { ...counts, invalid: allCount - counts.ok - counts.failed - counts.aborted };
}

/** A phase that came twice in a trial counts with its sum. */
function phaseSums(trial: TrialRecord): ReadonlyMap<PhaseName, number> {
  const sumsNs = new Map<PhaseName, number>();
  for (const { name, durationNs } of trial.phases) sumsNs.set(name, (sumsNs.get(name) ?? 0) + durationNs);
  return sumsNs;
}

function summarisePhase(name: PhaseName, durationsNs: readonly number[]): readonly PhaseSummary[] {
  if (durationsNs.length === 0) return [];
  return [{ name, count: durationsNs.length, medianNs: median(durationsNs), meanNs: mean(durationsNs) }];
}
