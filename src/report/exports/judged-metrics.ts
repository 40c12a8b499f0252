import type { ArmSummary, CaseSummary, MetricSummary, RunAnalysis } from '../../model/analysis.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import { isRecordMetricId } from '../../model/record-metrics.ts';

/** One metric of one case and arm, as the formats that hold summaries list them. */
export interface JudgedMetric {
  /** Names the case and the arm, and stays the same when a later run has more arms. */
  readonly seriesName: string;
  readonly counts: ArmSummary['counts'];
  readonly summary: MetricSummary;
}

/** Whether a benchmark declares the metric and says which way is better: what a tool can watch over time. */
export function isJudged({ id, direction }: MetricDefinition): boolean {
  return direction !== 'neither' && !isRecordMetricId(id);
}

/** The judged metrics of all cases and arms that have a value, in the order of the plan. */
export function judgedMetrics({ cases }: RunAnalysis): readonly JudgedMetric[] {
  return cases.flatMap((summary) => summary.arms.flatMap((arm) => ofArm(summary, arm)));
}

function ofArm(summary: CaseSummary, { armId, counts, metrics }: ArmSummary): readonly JudgedMetric[] {
  const seriesName = `${summary.case.id} [${armId}]`;
  const judged = metrics.filter(({ metric }) => isJudged(metric));
  return judged.map((ofMetric) => ({ seriesName, counts, summary: ofMetric }));
}
