import { reportOfRun } from '../../../../src/analysis/analyse-report.ts';
import { analyseRecords } from '../../../../src/analysis/analyse-run.ts';
import { benchmarkViews, type BenchmarkView } from '../../../../src/report/benchmark-view.ts';
import type { Chart } from '../../../../src/report/charts/chart.ts';
import { renderCharts } from '../../../../src/report/render-charts.ts';
import { makeTemporaryFolder } from '../../cli/temporary-folder.ts';
import { inFolder, type ObservedRun } from '../../observed-runs.ts';

/** The only benchmark of a run whose observations are read from a folder. */
export function aCourseView(run: ObservedRun): BenchmarkView {
  using folder = makeTemporaryFolder();
  const [view] = benchmarkViews(reportOfRun(analyseRecords(inFolder(run, folder))));
  if (view === undefined) throw new Error('the run has no benchmark');
  return view;
}

/** The specification as its golden file has it. */
export function specText(chart: Chart | undefined): string {
  return `${JSON.stringify(chart?.spec, undefined, 2)}\n`;
}

/** The picture of a chart; fails where Vega has anything to say against it. */
export async function drawSound(chart: Chart | undefined): Promise<string> {
  if (chart === undefined) throw new Error('nothing is drawn');
  const [drawn] = await renderCharts([chart]);
  if (drawn === undefined || drawn.warnings.length > 0) throw new Error(drawn?.warnings.join('; '));
  return drawn.svg;
}
