import type { SeriesKey } from '../../model/figures/series-key.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import type { ReportedRun } from '../../model/report.ts';
import { headlineSeries } from '../headline-series.ts';

/** The headline of one series. */
export interface HeadlineValues extends SeriesKey {
  readonly metric: MetricDefinition;
  /** At least one: those that count, in the order in which their trials ran. */
  readonly values: readonly number[];
}

/** Every series of the runs that has a value. */
export function headlineValues(runs: readonly ReportedRun[]): readonly HeadlineValues[] {
  return runs.flatMap((run) =>
    headlineSeries(run).map(({ caseId, armId, metric, values }) => ({
      runLabel: run.label,
      caseId,
      armId,
      metric,
      values,
    })),
  );
}
