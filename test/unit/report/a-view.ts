import { reportOfRun } from '../../../src/analysis/analyse-report.ts';
import type { RunAnalysis } from '../../../src/model/analysis.ts';
import { benchmarkViews, type BenchmarkView } from '../../../src/report/benchmark-view.ts';

/** The first benchmark of a run alone, as its charts see it. */
export function aView(analysis: RunAnalysis): BenchmarkView {
  const [view] = benchmarkViews(reportOfRun(analysis));
  if (view === undefined) throw new Error('the run has no benchmark');
  return view;
}
