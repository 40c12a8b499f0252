import type { RunAnalysis } from '../model/analysis.ts';
import type { MetricDefinition } from '../model/metric.ts';
import type { Case } from '../model/plan.ts';
import { withRecordMetrics, withRecordSamples } from '../model/record-metrics.ts';
import type { TrialRecord } from '../model/trial.ts';
import { invalidBlocks } from '../model/invalid-blocks.ts';
import {
  parameterCells,
  parameterColumns,
  parameterNames,
  runCells,
  runColumns,
  type Cell,
} from './csv-cell.ts';

const columnsBefore = ['trial_id', 'case', 'benchmark', 'arm'];
const columnsAfter = [
  'block',
  'position',
  'warmup',
  'invalid',
  'started_at',
  'outcome',
  'reason',
  'metric',
  'value',
  'unit',
];

/** Header of `samples.csv`. */
export function sampleColumns(runs: readonly RunAnalysis[]): readonly string[] {
  const before = [...runColumns(runs), ...columnsBefore];
  return [
    ...before,
    ...parameterColumns(parameterNames(runs), [...before, ...columnsAfter]),
    ...columnsAfter,
  ];
}

/**
 * One row a sample in the order in which the trials ended: the benchmark's metrics, the phases, the wall time, the noise. A trial
 * that failed or was aborted has one row with its reason and no value.
 */
export function sampleRows(runs: readonly RunAnalysis[]): readonly (readonly Cell[])[] {
  const names = parameterNames(runs);
  return runs.flatMap((run) => {
    const { manifest, trials } = run;
    const cases = new Map(manifest.plan.cases.map((each) => [each.id, each]));
    const metrics = new Map(manifest.benchmarks.map((each) => [each.id, each.metrics]));
    const invalid = new Set(invalidBlocks(manifest, trials).map(({ index }) => index));
    return trials.flatMap((trial) => {
      const ofCase = cases.get(trial.caseId);
      const declared = metrics.get(ofCase?.benchmarkId ?? '') ?? [];
      const place = { ofCase, names, isInvalid: invalid.has(trial.block) };
      const before = [...runCells(run, runs), ...trialCells(trial, place)];
      return valueCells(trial, declared).map((cells) => [...before, ...cells]);
    });
  });
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

function valueCells(trial: TrialRecord, declared: readonly MetricDefinition[]): readonly (readonly Cell[])[] {
  if (trial.outcome.status !== 'ok') return [[undefined, undefined, undefined]];
  const samples = withRecordSamples(trial);
  return withRecordMetrics(declared).flatMap(({ id, unit }) => {
    const value = samples[id];
    return value === undefined ? [] : [[id, value, unit]];
  });
}
