import type { ArmSummary, CaseSummary, MetricSummary } from '../model/analysis.ts';
import { formatPoint, type Case } from '../model/plan.ts';
import type { MetricDefinition } from '../model/metric.ts';
import type { BenchmarkFacts } from '../model/run.ts';
import type { ReportedRun } from '../model/report.ts';
import type { TrialRecord } from '../model/trial.ts';
import { sumCounts } from '../model/trial-counts.ts';
import { validTrials } from '../model/invalid-blocks.ts';

/** One arm of one case of one run: a line of a chart, a row of a table. */
export interface Series {
  readonly run: ReportedRun;
  readonly caseId: string;
  readonly armId: string;
  /** "vcpus=2 memMib=512". */
  readonly caseLabel: string;
  /** What tells it from the other series of its case: the arm, the run, or both. */
  readonly side: string;
  /** The case's label, with the side where there are several. */
  readonly label: string;
  readonly counts: ArmSummary['counts'];
  readonly metrics: readonly MetricSummary[];
  readonly phases: ArmSummary['phases'];
  /** All trials in the order in which they ran: warm-ups, failed and aborted ones too. */
  readonly trials: readonly TrialRecord[];
  /** Of them, those that count: of no invalid block, and neither warm-up nor failed nor aborted. */
  readonly measured: readonly TrialRecord[];
}

/** All series of a benchmark: run by run, in the order of each run's plan. */
export function seriesOf(runs: readonly ReportedRun[], benchmarkId: string): readonly Series[] {
  const hasSeveralArms = runs.some(({ manifest }) => manifest.plan.arms.length > 1);
  const hasSeveralSides = hasSeveralArms || runs.length > 1;
  return runs.flatMap((run) => {
    const ok = validTrials(run.manifest, run.trials).filter(
      (trial) => !trial.isWarmup && trial.outcome.status === 'ok',
    );
    return casesOf(run, benchmarkId).flatMap(({ case: ofCase, arms }) =>
      arms.map((arm): Series => {
        const isOfSeries = ({ caseId, armId }: TrialRecord): boolean =>
          caseId === ofCase.id && armId === arm.armId;
        const side = sideName(run, arm.armId, { hasSeveralArms, hasSeveralRuns: runs.length > 1 });
        return {
          run,
          caseId: ofCase.id,
          armId: arm.armId,
          caseLabel: caseLabel(ofCase),
          side,
          label: hasSeveralSides ? `${caseLabel(ofCase)} ${side}` : caseLabel(ofCase),
          counts: arm.counts,
          metrics: arm.metrics,
          phases: arm.phases,
          trials: run.trials.filter(isOfSeries),
          measured: ok.filter(isOfSeries),
        };
      }),
    );
  });
}

function sideName(
  { label }: ReportedRun,
  armId: string,
  { hasSeveralArms, hasSeveralRuns }: { readonly hasSeveralArms: boolean; readonly hasSeveralRuns: boolean },
): string {
  if (!hasSeveralRuns) return armId;
  return hasSeveralArms ? `${label} ${armId}` : label;
}

/** The benchmark's cases in the order of the plan. */
function casesOf(run: ReportedRun, benchmarkId: string): readonly CaseSummary[] {
  return run.cases.filter((summary) => summary.case.benchmarkId === benchmarkId);
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
  return sumCounts(series.map(({ counts }) => counts));
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
