import type { ReportAnalysis, ReportedRun } from '../model/report.ts';
import type { BenchmarkFacts } from '../model/run.ts';
import { headlineMetric, seriesOf, type Series } from './series.ts';

/** One benchmark of a report: what its section and each of its charts is made from. */
export interface BenchmarkView {
  readonly report: ReportAnalysis;
  /** As the first run that holds it defines it. */
  readonly benchmark: BenchmarkFacts;
  /** Those that hold it. */
  readonly runs: readonly ReportedRun[];
  /** Of all of them, case by case, or of the cases of one sheet. */
  readonly series: readonly Series[];
  /** Where a chart of all cases is larger than a sheet of paper: which of its parts this one is, and what it is a part of. */
  readonly part?: { readonly number: number; readonly count: number; readonly whole: BenchmarkView };
}

/**
 * The benchmarks of a report in the order in which its runs name them. Runs are read together where id, headline and unit are
 * alike: a benchmark that was given another unit is another one, since a picture of both would lie.
 */
export function benchmarkViews(report: ReportAnalysis): readonly BenchmarkView[] {
  const groups = new Map<string, { readonly benchmark: BenchmarkFacts; readonly runs: ReportedRun[] }>();
  for (const run of report.runs) {
    for (const benchmark of run.manifest.benchmarks) {
      const key = JSON.stringify([benchmark.id, benchmark.headline, headlineMetric(benchmark)?.unit]);
      const group = groups.get(key) ?? { benchmark, runs: [] };
      group.runs.push(run);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map(({ benchmark, runs }) => ({
    report,
    benchmark,
    runs,
    series: byCase(seriesOf(runs, benchmark.id)).flat(),
  }));
}

/** The sides of a view in their order: what a colour stands for. */
export function sidesOf({ series }: BenchmarkView): readonly string[] {
  return [...new Set(series.map(({ side }) => side))];
}

/** The series in groups of one case, in their order. */
export function byCase(series: readonly Series[]): readonly (readonly Series[])[] {
  const caseIds = [...new Set(series.map(({ caseId }) => caseId))];
  return caseIds.map((caseId) => series.filter((one) => one.caseId === caseId));
}
