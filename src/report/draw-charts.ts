import type { ReportAnalysis } from '../model/report.ts';
import { benchmarkViews, type BenchmarkView } from './benchmark-view.ts';
import { curvesPerPlot } from './charts/case-plots.ts';
import type { Chart, MakeChart } from './charts/chart.ts';
import { ecdfChart } from './charts/ecdf.ts';
import { forestChart } from './charts/forest.ts';
import { cpuChart } from './charts/cpu.ts';
import { heatMapChart } from './charts/heat-map.ts';
import { historyChart } from './charts/history.ts';
import { launchCourseChart } from './charts/launch-course.ts';
import { scalingChart, scalingSheets } from './charts/scaling.ts';
import { slopeChart, slopeSheets } from './charts/slope.ts';
import { waterfallChart } from './charts/waterfall.ts';
import { phasesChart } from './charts/phases.ts';
import { precisionChart } from './charts/precision.ts';
import { quantileShiftChart } from './charts/quantile-shift.ts';
import { runOrderChart } from './charts/run-order.ts';
import { stripChart } from './charts/strip.ts';
import { sheetPx, viewsOnSheets, type CaseHeight } from './sheets.ts';
import { renderCharts, type Drawn } from './render-charts.ts';

interface ChartKind {
  readonly make: MakeChart;
  /** Of charts that have a part a case: how high it is. */
  readonly caseHeightPx?: CaseHeight;
  /** Of others: the view as often as there are sheets to be drawn. Once without it. */
  readonly sheetsOf?: (view: BenchmarkView) => readonly BenchmarkView[];
}

/** All charts of a benchmark, in reading order. A new chart is a new file and a line here. */
const chartKinds: readonly ChartKind[] = [
  { make: forestChart, caseHeightPx: pairHeight(38) },
  { make: ecdfChart, caseHeightPx: plotHeight({ plotPx: 275, rowPx: 34 }) },
  { make: stripChart, caseHeightPx: plotHeight({ plotPx: 64, rowPx: 54 }) },
  { make: runOrderChart, caseHeightPx: (series) => 135 * new Set(series.map(({ run }) => run)).size },
  { make: phasesChart, caseHeightPx: (series) => 40 * series.length },
  { make: waterfallChart, caseHeightPx: pairHeight(300) },
  { make: quantileShiftChart, caseHeightPx: () => 115 },
  { make: heatMapChart },
  { make: slopeChart, sheetsOf: slopeSheets },
  { make: scalingChart, sheetsOf: scalingSheets },
  { make: launchCourseChart, caseHeightPx: (series) => 116 * series.length },
  { make: cpuChart, caseHeightPx: (series) => 165 * series.length },
  { make: historyChart, caseHeightPx: () => 230 },
  {
    make: precisionChart,
    caseHeightPx: (series, { report: { comparison } }) =>
      50 * (comparison?.candidates.length ?? series.length),
  },
];

/** A part a candidate. */
function pairHeight(pairPx: number): CaseHeight {
  return (_series, { report: { comparison } }) => pairPx * Math.max(1, comparison?.candidates.length ?? 1);
}

/** Axes with a row a side; up to six cases of one side share them. */
function plotHeight({ plotPx, rowPx }: { readonly plotPx: number; readonly rowPx: number }): CaseHeight {
  return (series) =>
    series.length === 1 ? Math.max(rowPx, sheetPx / curvesPerPlot) : plotPx + rowPx * series.length;
}

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
    chartKinds.flatMap((kind) =>
      sheetsOf(kind, view).flatMap((sheet) => {
        const chart = kind.make(sheet);
        return chart === undefined ? [] : [{ ...chart, viewIndex }];
      }),
    ),
  );
  return distinctIds(charts);
}

function sheetsOf(
  { make, caseHeightPx, sheetsOf: own }: ChartKind,
  view: BenchmarkView,
): readonly BenchmarkView[] {
  if (caseHeightPx === undefined) return own?.(view) ?? [view];
  return viewsOnSheets(view, caseHeightPx, (each) => make(each) !== undefined);
}

/** Ids become paths. The sheets of one chart, and two benchmarks whose ids differ in other signs alone are told apart by a number. */
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
