import type { ArmSummary, CaseSummary, MetricSummary, RunAnalysis } from '../model/analysis.ts';
import { formatPoint, type Case } from '../model/plan.ts';
import type { MetricDefinition } from '../model/metric.ts';
import type { BenchmarkFacts } from '../model/run.ts';
import type { TrialRecord } from '../model/trial.ts';
import { validTrials } from '../model/invalid-blocks.ts';

/** One arm of one case: a line of a chart, a row of a table. */
export interface Series {
  readonly caseId: string;
  readonly armId: string;
  /** "vcpus=2 memMib=512". */
  readonly caseLabel: string;
  /** The case's label, with the arm where the run has several. */
  readonly label: string;
  readonly counts: ArmSummary['counts'];
  readonly metrics: readonly MetricSummary[];
  readonly phases: ArmSummary['phases'];
  /** All trials in the order in which they ran: warm-ups, failed and aborted ones too. */
  readonly trials: readonly TrialRecord[];
  /** Of them, those that count: of no invalid block, and neither warm-up nor failed nor aborted. */
  readonly measured: readonly TrialRecord[];
}

/** All series of a benchmark, in the order of the plan. */
export function seriesOf(analysis: RunAnalysis, benchmark: BenchmarkFacts): readonly Series[] {
  const hasSeveralArms = analysis.manifest.plan.arms.length > 1;
  const ok = validTrials(analysis.manifest, analysis.trials).filter(
    (trial) => !trial.isWarmup && trial.outcome.status === 'ok',
  );
  return casesOf(analysis, benchmark).flatMap((summary) =>
    summary.arms.map((arm) => ({
      caseId: summary.case.id,
      armId: arm.armId,
      caseLabel: caseLabel(summary.case),
      label: hasSeveralArms ? `${caseLabel(summary.case)} ${arm.armId}` : caseLabel(summary.case),
      counts: arm.counts,
      metrics: arm.metrics,
      phases: arm.phases,
      trials: analysis.trials.filter(
        (trial) => trial.caseId === summary.case.id && trial.armId === arm.armId,
      ),
      measured: ok.filter((trial) => trial.caseId === summary.case.id && trial.armId === arm.armId),
    })),
  );
}

/** The benchmark's cases in the order of the plan. */
function casesOf(analysis: RunAnalysis, benchmark: BenchmarkFacts): readonly CaseSummary[] {
  return analysis.cases.filter((summary) => summary.case.benchmarkId === benchmark.id);
}

/** The parameter point, or the benchmark's id where it has no parameters. */
export function caseLabel(kase: Case): string {
  return formatPoint(kase.point) || kase.benchmarkId;
}

/** The metric that answers the benchmark's question; undefined in a manifest that does not define it. */
export function headlineMetric(benchmark: BenchmarkFacts): MetricDefinition | undefined {
  return benchmark.metrics.find((metric) => metric.id === benchmark.headline);
}

/** The summary of one metric; undefined where no trial sampled it. */
export function summaryOf(series: Series, metricId: string): MetricSummary | undefined {
  return series.metrics.find((summary) => summary.metric.id === metricId);
}

/** All series together. */
export function totalCounts(series: readonly Series[]): ArmSummary['counts'] {
  const sum = (part: keyof ArmSummary['counts']): number =>
    series.reduce((total, { counts }) => total + counts[part], 0);
  return {
    planned: sum('planned'),
    ok: sum('ok'),
    failed: sum('failed'),
    aborted: sum('aborted'),
    invalid: sum('invalid'),
    warmup: sum('warmup'),
  };
}

/** Planned trials of which the journal holds nothing: an interrupted run has them. */
export function notRunCount({ planned, ok, failed, aborted, invalid }: ArmSummary['counts']): number {
  return planned - ok - failed - aborted - invalid;
}

/** "n = 19, 1 failed": no trial that was meant to count goes unmentioned. */
export function countsText(counts: ArmSummary['counts']): string {
  return [`n = ${counts.ok}`, ...lostTexts(counts)].join(', ');
}

/** What became of the trials that gave no value: "1 failed", "2 not run". */
export function lostTexts(counts: ArmSummary['counts']): readonly string[] {
  const lost: readonly (readonly [number, string])[] = [
    [counts.failed, 'failed'],
    [counts.aborted, 'aborted'],
    [counts.invalid, 'invalid'],
    [notRunCount(counts), 'not run'],
  ];
  return lost.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
}
