import type { MetricDefinition } from '../../model/metric.ts';
import { isRecordMetricId, sampleReader, withRecordMetrics } from '../../model/record-metrics.ts';
import { hasBlocks } from '../../model/imported-run.ts';
import type { RunManifest } from '../../model/run.ts';
import type { TrialRecord } from '../../model/trial.ts';
import { validTrials } from '../../model/invalid-blocks.ts';
import type { BlockSamples } from '../../stats/blocks.ts';
import { sortAscending } from '../../stats/check-samples.ts';
import type { Side } from './sides.ts';

/** What one run holds of one case for one side. */
export interface RunTrials {
  readonly runId: string;
  /** Trials that count. */
  readonly trials: readonly Pick<TrialRecord, 'block' | 'wallNs'>[];
  /** The samples of these trials by metric, those of the record among them; NaN where a trial has none. */
  readonly columns: ReadonlyMap<string, readonly number[]>;
  /** Not warm-up, not aborted, of no invalid block. */
  readonly attempted: number;
  readonly failed: number;
  /** Whether its blocks say what was measured side by side. */
  readonly hasBlocks: boolean;
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
  /** Blocks that hold both sides, run by run; none where the sides are of different runs, or a run tells no blocks. */
  readonly blocksByRun: readonly { readonly runId: string; readonly blocks: readonly BlockSamples[] }[];
  /** All values that are compared, run by run: of runs that hold both sides, where there are some. */
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
    base: gatherSide(sides.base, caseId),
    candidate: gatherSide(sides.candidate, caseId),
  };
}

function gatherSide({ runs, armId }: Side, caseId: string): readonly RunTrials[] {
  return runs.map(({ manifest, trials }) => {
    const measured = validTrials(manifest, trials).filter(
      (trial) => trial.caseId === caseId && trial.armId === armId && !trial.isWarmup,
    );
    const attempted = measured.filter(({ outcome }) => outcome.status !== 'aborted');
    const ok = attempted.filter(({ outcome }) => outcome.status === 'ok');
    return {
      runId: manifest.runId,
      trials: ok,
      columns: columnsOf(ok, metricsOf(manifest, caseId) ?? []),
      attempted: attempted.length,
      failed: attempted.filter(({ outcome }) => outcome.status === 'failed').length,
      hasBlocks: hasBlocks(manifest),
    };
  });
}

/** Trial by trial, since a look-up in a thousand samples is cheap only as long as they stay in the processor's cache. */
function columnsOf(
  trials: readonly TrialRecord[],
  metrics: readonly MetricDefinition[],
): RunTrials['columns'] {
  const columns = metrics.map(({ id }) => ({ id, values: new Array<number>() }));
  for (const trial of trials) {
    const sampleOf = sampleReader(trial);
    for (const { id, values } of columns) values.push(sampleOf(id) ?? NaN);
  }
  return new Map(columns.map(({ id, values }) => [id, values]));
}

/** The metrics of a case as a side's first run declares them. */
export function metricsOfCase(side: Side, caseId: string): readonly MetricDefinition[] {
  for (const { manifest } of side.runs) {
    const metrics = metricsOf(manifest, caseId);
    if (metrics !== undefined) return metrics;
  }
  return [];
}

function metricsOf(
  { plan, benchmarks }: RunManifest,
  caseId: string,
): readonly MetricDefinition[] | undefined {
  const benchmarkId = plan.cases.find(({ id }) => id === caseId)?.benchmarkId;
  const benchmark = benchmarks.find(({ id }) => id === benchmarkId);
  return benchmark && withRecordMetrics(benchmark.metrics);
}

/** The values of one metric from the trials of its case. */
export function valuesOf(metric: MetricDefinition, trials: CaseTrials): MetricValues {
  const blocksByRun = trials.base.flatMap((base) => {
    const candidate = trials.candidate.find(({ runId }) => runId === base.runId);
    return candidate === undefined || !base.hasBlocks
      ? []
      : [{ runId: base.runId, blocks: pairBlocks(metric.id, base, candidate) }];
  });
  const paired = new Set(blocksByRun.map(({ runId }) => runId));
  const all = (runs: readonly RunTrials[]): readonly (readonly number[])[] =>
    runs
      .filter(({ runId }) => paired.size === 0 || paired.has(runId))
      .map(({ columns }) => columns.get(metric.id)?.filter(isThere) ?? []);
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

function groupByBlock(
  metricId: string,
  { trials, columns }: RunTrials,
): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  for (const [index, value] of (columns.get(metricId) ?? []).entries()) {
    const block = trials[index]?.block;
    if (block === undefined || !isThere(value)) continue;
    const group = groups.get(block);
    if (group === undefined) groups.set(block, [value]);
    else group.push(value);
  }
  return groups;
}

function isThere(value: number): boolean {
  return !Number.isNaN(value);
}

/** Phases that a benchmark does not have, and what a host may not tell, have no values on either side and are none the worse. */
export function mustBeThere({ id, mayBeAbsent }: MetricDefinition): boolean {
  return mayBeAbsent !== true && !isRecordMetricId(id);
}
