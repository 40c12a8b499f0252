import type { MetricDefinition, Samples } from '../../model/metric.ts';
import { withRecordMetrics, withRecordSamples } from '../../model/record-metrics.ts';
import type { TrialRecord } from '../../model/trial.ts';
import { validTrials } from '../../model/invalid-blocks.ts';
import type { BlockSamples } from '../../stats/blocks.ts';
import { sortAscending } from '../../stats/check-samples.ts';
import type { RunRecords } from '../run-facts.ts';
import type { Side } from './sides.ts';

/** One ok trial with all its samples. */
export interface SampledTrial {
  readonly block: number;
  readonly samples: Samples;
  readonly wallNs: number;
}

/** What one run holds of one case for one side. */
export interface RunTrials {
  readonly runId: string;
  readonly trials: readonly SampledTrial[];
  /** Not warm-up, not aborted, of no invalid block. */
  readonly attempted: number;
  readonly failed: number;
}

/** One case as two sides have it. */
export interface CaseTrials {
  readonly caseId: string;
  readonly base: readonly RunTrials[];
  readonly candidate: readonly RunTrials[];
}

/** The values of one metric of one case, in the metric's unit. */
export interface MetricValues {
  readonly metric: MetricDefinition;
  /** Blocks that hold both sides, run by run; none where the sides are of different runs. */
  readonly blocksByRun: readonly { readonly runId: string; readonly blocks: readonly BlockSamples[] }[];
  /** All values, run by run. */
  readonly base: readonly (readonly number[])[];
  readonly candidate: readonly (readonly number[])[];
}

/** Trials that count: ok, no warm-up, of no invalid block. */
export function gatherCase(
  caseId: string,
  sides: { readonly base: Side; readonly candidate: Side },
): CaseTrials {
  return {
    caseId,
    base: sides.base.runs.map((run) => gatherRun(run, caseId, sides.base.armId)),
    candidate: sides.candidate.runs.map((run) => gatherRun(run, caseId, sides.candidate.armId)),
  };
}

function gatherRun({ manifest, trials }: RunRecords, caseId: string, armId: string): RunTrials {
  const measured = validTrials(manifest, trials).filter(
    (trial) => trial.caseId === caseId && trial.armId === armId && !trial.isWarmup,
  );
  const attempted = measured.filter(({ outcome }) => outcome.status !== 'aborted');
  return {
    runId: manifest.runId,
    trials: attempted.filter(({ outcome }) => outcome.status === 'ok').map(sampleTrial),
    attempted: attempted.length,
    failed: attempted.filter(({ outcome }) => outcome.status === 'failed').length,
  };
}

function sampleTrial(trial: TrialRecord): SampledTrial {
  return { block: trial.block, samples: withRecordSamples(trial), wallNs: trial.wallNs };
}

/** The metrics of a case as a side's first run declares them. */
export function metricsOfCase(side: Side, caseId: string): readonly MetricDefinition[] {
  for (const { manifest } of side.runs) {
    const benchmarkId = manifest.plan.cases.find(({ id }) => id === caseId)?.benchmarkId;
    const benchmark = manifest.benchmarks.find(({ id }) => id === benchmarkId);
    if (benchmark !== undefined) return withRecordMetrics(benchmark.metrics);
  }
  return [];
}

/** The values of one metric from the trials of its case. */
export function valuesOf(metric: MetricDefinition, trials: CaseTrials): MetricValues {
  const blocksByRun = trials.base.flatMap((base) => {
    const candidate = trials.candidate.find(({ runId }) => runId === base.runId);
    return candidate === undefined
      ? []
      : [{ runId: base.runId, blocks: pairBlocks(metric.id, base, candidate) }];
  });
  const all = (runs: readonly RunTrials[]): readonly (readonly number[])[] =>
    runs.map((run) => run.trials.flatMap(({ samples }) => samples[metric.id] ?? []));
  return { metric, blocksByRun, base: all(trials.base), candidate: all(trials.candidate) };
}

/**
 * A block of which one side has no value says nothing about the difference. Blocks and values are sorted, so that the
 * draws of a test, which go by place, are the same in whatever order the journal has the trials.
 */
function pairBlocks(metricId: string, base: RunTrials, candidate: RunTrials): readonly BlockSamples[] {
  const ofBase = groupByBlock(metricId, base);
  const ofCandidate = groupByBlock(metricId, candidate);
  const shared = [...ofBase.keys()].filter((block) => ofCandidate.has(block)).toSorted((a, b) => a - b);
  return shared.map((block) => ({
    base: sortAscending(ofBase.get(block) ?? []),
    candidate: sortAscending(ofCandidate.get(block) ?? []),
  }));
}

function groupByBlock(metricId: string, { trials }: RunTrials): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  for (const { block, samples } of trials) {
    const value = samples[metricId];
    if (value === undefined) continue;
    const group = groups.get(block);
    if (group === undefined) groups.set(block, [value]);
    else group.push(value);
  }
  return groups;
}
