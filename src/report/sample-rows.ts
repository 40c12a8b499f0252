import type { RunAnalysis } from '../model/analysis.ts';
import type { MetricDefinition } from '../model/metric.ts';
import type { Case } from '../model/plan.ts';
import { sampleReader, withRecordMetrics } from '../model/record-metrics.ts';
import type { TrialRecord } from '../model/trial.ts';
import { invalidBlocks } from '../model/invalid-blocks.ts';
import { sampleColumnsAfter, sampleColumnsBefore } from '../model/sample-columns.ts';
import { parameterCells, parameterNames, runCells, tableColumns, type Cell } from './csv-cell.ts';

/** Header of `samples.csv`. */
export function sampleColumns(runs: readonly RunAnalysis[]): readonly string[] {
  return tableColumns(runs, { before: sampleColumnsBefore, after: sampleColumnsAfter });
}

/**
 * One row a sample in the order in which the trials ended: the benchmark's metrics, the phases, the wall time, the noise. A trial
 * that failed or was aborted has one row with its reason and no value.
 */
export function* sampleRows(runs: readonly RunAnalysis[]): Generator<readonly Cell[]> {
  const names = parameterNames(runs);
  for (const run of runs) {
    const { manifest, trials } = run;
    const cases = new Map(manifest.plan.cases.map((each) => [each.id, each]));
    const metrics = new Map(
      manifest.benchmarks.map((each) => [each.id, withRecordMetrics(each.metrics)] as const),
    );
    const invalid = new Set(invalidBlocks(manifest, trials).map(({ index }) => index));
    for (const trial of trials) {
      const ofCase = cases.get(trial.caseId);
      const told = metrics.get(ofCase?.benchmarkId ?? '') ?? withRecordMetrics([]);
      const place = { ofCase, names, isInvalid: invalid.has(trial.block) };
      const before = [...runCells(run, runs), ...trialCells(trial, place)];
      for (const cells of valueCells(trial, told)) yield [...before, ...cells];
    }
  }
}

interface TrialPlace {
  readonly ofCase: Case | undefined;
  readonly names: readonly string[];
  readonly isInvalid: boolean;
}

function trialCells(trial: TrialRecord, { ofCase, names, isInvalid }: TrialPlace): readonly Cell[] {
  const { outcome } = trial;
  return [
    trial.trialId,
    trial.caseId,
    ofCase?.benchmarkId,
    trial.armId,
    ...parameterCells(ofCase, names),
    trial.block,
    trial.position,
    trial.isWarmup,
    isInvalid,
    trial.startedAt,
    outcome.status,
    outcome.status === 'ok' ? undefined : outcome.reason,
  ];
}

function valueCells(trial: TrialRecord, metrics: readonly MetricDefinition[]): readonly (readonly Cell[])[] {
  if (trial.outcome.status !== 'ok') return [[undefined, undefined, undefined]];
  const sampleOf = sampleReader(trial);
  return metrics.flatMap(({ id, unit }) => {
    const value = sampleOf(id);
    return value === undefined ? [] : [[id, value, unit]];
  });
}
