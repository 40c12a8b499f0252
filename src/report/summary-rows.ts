import type { ArmSummary, CaseSummary, MetricSummary, RunAnalysis } from '../model/analysis.ts';
import { parameterCells, parameterNames, runCells, tableColumns, type Cell } from './csv-cell.ts';

const columnsBefore = ['case', 'benchmark', 'arm'];
const columnsAfter = [
  'metric',
  'unit',
  'n',
  'failed',
  'aborted',
  'invalid',
  'planned',
  'median',
  'median_lower',
  'median_upper',
  'median_coverage',
  'median_interval_needs_n',
  'mean',
  'sd',
  'mad',
  'min',
  'max',
  'p90',
  'p90_needs_n',
  'p95',
  'p95_needs_n',
  'p99',
  'p99_needs_n',
];

/** Header of `summary.csv`. A `…_needs_n` cell is filled where the estimate before it has too few samples. */
export function summaryColumns(runs: readonly RunAnalysis[]): readonly string[] {
  return tableColumns(runs, { before: columnsBefore, after: columnsAfter });
}

/**
 * One row a run, case, arm and metric. A case and arm of which no trial succeeded has one row, of its headline metric, with
 * its counts and no numbers.
 */
export function summaryRows(runs: readonly RunAnalysis[]): readonly (readonly Cell[])[] {
  const names = parameterNames(runs);
  return runs.flatMap((run) =>
    run.cases.flatMap((summary) =>
      summary.arms.flatMap((arm) => {
        const { case: ofCase } = summary;
        const place = [ofCase.id, ofCase.benchmarkId, arm.armId, ...parameterCells(ofCase, names)];
        const rows =
          arm.metrics.length === 0
            ? [emptyCells(summary, arm)]
            : arm.metrics.map((metric) => metricCells(metric, arm));
        return rows.map((cells) => [...runCells(run, runs), ...place, ...cells]);
      }),
    ),
  );
}

function metricCells(summary: MetricSummary, { counts }: ArmSummary): readonly Cell[] {
  const { metric, medianInterval } = summary;
  return [
    metric.id,
    metric.unit,
    summary.count,
    counts.failed,
    counts.aborted,
    counts.invalid,
    counts.planned,
    summary.median,
    ...(medianInterval.kind === 'value'
      ? [medianInterval.value.lower, medianInterval.value.upper, medianInterval.value.coverage, undefined]
      : [undefined, undefined, undefined, medianInterval.neededCount]),
    summary.mean,
    summary.sd,
    summary.mad,
    summary.min,
    summary.max,
    ...[summary.p90, summary.p95, summary.p99].flatMap((tail) =>
      tail.kind === 'value' ? [tail.value, undefined] : [undefined, tail.neededCount],
    ),
  ];
}

function emptyCells({ headline }: CaseSummary, { counts }: ArmSummary): readonly Cell[] {
  const filled = [headline, undefined, 0, counts.failed, counts.aborted, counts.invalid, counts.planned];
  return columnsAfter.map((_column, index) => filled[index]);
}
