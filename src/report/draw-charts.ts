import type { ReportAnalysis } from '../model/report.ts';
import { benchmarkViews } from './benchmark-view.ts';
import type { Chart, MakeChart } from './charts/chart.ts';
import { ecdfChart } from './charts/ecdf.ts';
import { forestChart } from './charts/forest.ts';
import { cpuChart } from './charts/cpu.ts';
import { heatMapChart } from './charts/heat-map.ts';
import { historyChart } from './charts/history.ts';
import { launchCourseChart } from './charts/launch-course.ts';
import { scalingChart } from './charts/scaling.ts';
import { slopeChart } from './charts/slope.ts';
import { waterfallChart } from './charts/waterfall.ts';
import { phasesChart } from './charts/phases.ts';
import { precisionChart } from './charts/precision.ts';
import { quantileShiftChart } from './charts/quantile-shift.ts';
import { runOrderChart } from './charts/run-order.ts';
import { stripChart } from './charts/strip.ts';
import { renderCharts, type Drawn } from './render-charts.ts';

/** All charts of a benchmark, in reading order. A new chart is a new file and a line here. */
const chartMakers: readonly MakeChart[] = [
  forestChart,
  ecdfChart,
  stripChart,
  runOrderChart,
  phasesChart,
  waterfallChart,
  quantileShiftChart,
  heatMapChart,
  slopeChart,
  scalingChart,
  launchCourseChart,
  cpuChart,
  historyChart,
  precisionChart,
];

/** A chart of one benchmark. */
export interface BenchmarkChart extends Chart {
  /** Place of the benchmark's view among the report's, from 0. */
  readonly viewIndex: number;
}

/** A chart with its picture. */
export type DrawnChart = Drawn<BenchmarkChart>;

/** The charts of each benchmark, as data. One that has nothing to show is left out. */
export function makeCharts(report: ReportAnalysis): readonly BenchmarkChart[] {
  const charts = benchmarkViews(report).flatMap((view, viewIndex) =>
    chartMakers.flatMap((make) => {
      const chart = make(view);
      return chart === undefined ? [] : [{ ...chart, viewIndex }];
    }),
  );
  return distinctIds(charts);
}

/** Ids become paths: two benchmarks whose ids differ in other signs alone are told apart by a number. */
function distinctIds(charts: readonly BenchmarkChart[]): readonly BenchmarkChart[] {
  const counts = new Map<string, number>();
  return charts.map((chart) => {
    const count = (counts.get(chart.id) ?? 0) + 1;
    counts.set(chart.id, count);
    return count === 1 ? chart : { ...chart, id: `${chart.id}-${count}` };
  });
}

/**
 * Makes and draws all charts.
 * @throws BenchError `RUN_MALFORMED`
 */
export function drawCharts(report: ReportAnalysis): Promise<readonly DrawnChart[]> {
  return renderCharts(makeCharts(report));
}

/** Draws the charts of a report. */
export type DrawCharts = (report: ReportAnalysis) => Promise<readonly DrawnChart[]>;

/** Makes a `drawCharts` that draws a report at its first call and gives the same pictures at every later one. */
export function drawOnce(): DrawCharts {
  const drawn = new WeakMap<ReportAnalysis, Promise<readonly DrawnChart[]>>();
  return (report) => {
    const charts = drawn.get(report) ?? drawCharts(report);
    drawn.set(report, charts);
    return charts;
  };
}
