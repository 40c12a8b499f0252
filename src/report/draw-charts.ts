import type { RunAnalysis } from '../model/analysis.ts';
import { hasOrder } from '../model/imported-run.ts';
import type { Chart, MakeChart } from './charts/chart.ts';
import { ecdfChart } from './charts/ecdf.ts';
import { forestChart } from './charts/forest.ts';
import { phasesChart } from './charts/phases.ts';
import { runOrderChart } from './charts/run-order.ts';
import { renderCharts, type Drawn } from './render-charts.ts';

/** All charts of a benchmark, in reading order. A new chart is a new file and a line here. */
const chartMakers: readonly MakeChart[] = [forestChart, ecdfChart, runOrderChart, phasesChart];

/** A chart of one benchmark. */
export interface BenchmarkChart extends Chart {
  readonly benchmarkId: string;
}

/** A chart with its picture. */
export type DrawnChart = Drawn<BenchmarkChart>;

/** The charts of each benchmark, as data. One that has nothing to show is left out, as is the order of trials where it is not told. */
export function makeCharts(analysis: RunAnalysis): readonly BenchmarkChart[] {
  return analysis.manifest.benchmarks.flatMap((benchmark) =>
    chartMakers.flatMap((make) => {
      if (make === runOrderChart && !hasOrder(analysis.manifest)) return [];
      const chart = make(analysis, benchmark);
      return chart === undefined ? [] : [{ ...chart, benchmarkId: benchmark.id }];
    }),
  );
}

/**
 * Makes and draws all charts.
 * @throws BenchError `RUN_MALFORMED`
 */
export function drawCharts(analysis: RunAnalysis): Promise<readonly DrawnChart[]> {
  return renderCharts(makeCharts(analysis));
}

/** Draws the charts of an analysis. */
export type DrawCharts = (analysis: RunAnalysis) => Promise<readonly DrawnChart[]>;

/** Makes a `drawCharts` that draws an analysis at its first call and gives the same pictures at every later one. */
export function drawOnce(): DrawCharts {
  const drawn = new WeakMap<RunAnalysis, Promise<readonly DrawnChart[]>>();
  return (analysis) => {
    const charts = drawn.get(analysis) ?? drawCharts(analysis);
    drawn.set(analysis, charts);
    return charts;
  };
}
