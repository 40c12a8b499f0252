import { changeText } from '../../model/comparison-text.ts';
import type { Comparison } from '../../model/comparison.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import { formatPoint, type ParameterPoint } from '../../model/plan.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import { formatWithUnit, metricScale } from '../metric-scale.ts';
import { headlineMetric, summaryOf, type Series } from '../series.ts';
import { sidesOf } from '../benchmark-view.ts';
import { sheetPx } from '../sheets.ts';
import { paddedDomain } from './axis-domain.ts';
import { chartId, composeSpec, stopwatchSentence, type Chart } from './chart.ts';
import { facetPoints, gridOf, type Grid } from './heat-map-grid.ts';
import {
  cellHeightPx,
  cellWidthPx,
  heatMapPanel,
  rowLabelsPx,
  type HeatCell,
  type HeatScale,
} from './heat-map-panel.ts';
import { findingText, hiddenText, readingText, type CellValue } from './heat-map-text.ts';
import { inRows } from './panel-rows.ts';

const chartWidthPx = 760;
/** A plane has two by two points. */
const fewestPoints = 4;
/** A largest change that is smaller than this does not get the strongest colour. */
const leastReach = 1.1;
/** Of one plane beside its rows: its heading and its axis. */
const planeFramePx = 60;

/** One plane for each of these, before it is split by further parameters. */
interface Layer {
  /** Empty where there is but one. */
  readonly name: string;
  readonly values: ReadonlyMap<string, CellValue>;
}

/**
 * The headline over two parameters: the change of each point where sides are compared, else its median. Only of benchmarks whose
 * points lie in a plane, two by two at least.
 */
export function heatMapChart(view: BenchmarkView): Chart | undefined {
  const { report, benchmark } = view;
  const metric = headlineMetric(benchmark);
  const points = pointsOf(view);
  const grid = gridOf([...points.values()]);
  if (metric === undefined || grid === undefined || points.size < fewestPoints) return undefined;
  const { comparison } = report;
  const isCompared = comparison?.comparisons.some(
    ({ metric: { id }, caseId }) => id === metric.id && points.has(caseId),
  );
  const layers = isCompared === true ? changeLayers(view) : medianLayers(view, metric);
  const values = layers.flatMap((layer) =>
    [...layer.values].map(([caseId, cell]) => ({ layer, caseId, cell })),
  );
  if (values.every(({ cell }) => cell.value === undefined)) return undefined;
  const scale = scaleOf(
    values.flatMap(({ cell }) => cell.value ?? []),
    isCompared === true,
  );
  const what = isCompared === true ? `change against ${comparison?.base.id ?? ''}` : 'median';
  const title = `${metric.id} by ${grid.columns.name} and ${grid.rows.name}: ${what}`;
  const told = values.map(({ layer, caseId, cell }) => {
    const place = [formatPoint(points.get(caseId) ?? {}), ...(layer.name === '' ? [] : [layer.name])].join(
      ' ',
    );
    return { ...cell, place };
  });
  const altText = `${title}. ${told.map(({ place, text, note }) => `${place}: ${text}, ${note}`).join('; ')}.`;
  const panels = layers.flatMap((layer) => panelsOf(layer, { points, grid, scale }));
  const perRow = Math.max(
    1,
    Math.floor(chartWidthPx / (grid.columns.values.length * cellWidthPx + rowLabelsPx)),
  );
  const planePx = grid.rows.values.length * cellHeightPx + planeFramePx;
  const mostPanels = perRow * Math.max(1, Math.floor(sheetPx / planePx));
  const isHatched = values.some(({ cell }) => cell.isDoubtful);
  const subtitle = `${benchmark.id}${isHatched ? ', hatched where nothing can be concluded' : ''}`;
  return {
    id: chartId(benchmark.id, 'heat-map'),
    title,
    altText,
    sentence: `${findingText(told)} ${readingText(isCompared === true)}${hiddenText({ all: panels.length, most: mostPanels })} ${stopwatchSentence(benchmark)}`,
    spec: composeSpec(
      { title, subtitle, altText, colors: 'shared' },
      inRows(panels.slice(0, mostPanels), perRow),
    ),
  };
}

function pointsOf({ runs, benchmark }: BenchmarkView): ReadonlyMap<string, ParameterPoint> {
  const cases = runs.flatMap((run) => run.cases.map((each) => each.case));
  return new Map(
    cases.filter(({ benchmarkId }) => benchmarkId === benchmark.id).map(({ id, point }) => [id, point]),
  );
}

/** One a candidate. */
function changeLayers({ report: { comparison }, benchmark }: BenchmarkView): readonly Layer[] {
  const { candidates = [], comparisons = [] } = comparison ?? {};
  return candidates.map(({ id }): Layer => {
    const own = comparisons.filter(
      ({ candidateId, metric }) => candidateId === id && metric.id === benchmark.headline,
    );
    return {
      name: candidates.length > 1 ? id : '',
      values: new Map(own.map((each) => [each.caseId, changeCell(each)])),
    };
  });
}

function changeCell(comparison: Comparison): CellValue {
  const { ratio, verdict } = comparison;
  const text = changeText(comparison);
  return {
    ...(ratio === undefined ? {} : { value: ratio.estimate }),
    text: text === '' ? 'no value' : text,
    note: verdict,
    isDoubtful: verdict === 'inconclusive' || verdict === 'invalid',
  };
}

/** One a side. */
function medianLayers(view: BenchmarkView, metric: MetricDefinition): readonly Layer[] {
  const { series } = view;
  const scale = metricScale(
    series.flatMap((one) => summaryOf(one, metric.id) ?? []),
    metric,
  );
  const cellOf = (one: Series): CellValue => {
    const summary = summaryOf(one, metric.id);
    if (summary === undefined) return { text: 'no value', note: 'n = 0', isDoubtful: false };
    const isDoubtful = summary.medianInterval.kind === 'too-few';
    return {
      value: summary.median,
      text: formatWithUnit(summary.median, scale),
      note: `n = ${summary.count}${isDoubtful ? ', too few' : ''}`,
      isDoubtful,
    };
  };
  const sides = sidesOf(view);
  return sides.map((side) => ({
    name: sides.length > 1 ? side : '',
    values: new Map(series.filter((one) => one.side === side).map((one) => [one.caseId, cellOf(one)])),
  }));
}

function scaleOf(values: readonly number[], isCompared: boolean): HeatScale {
  if (!isCompared) return { kind: 'value', domain: paddedDomain(values, 0) };
  const reach = Math.max(...values.map((ratio) => Math.exp(Math.abs(Math.log(ratio)))), leastReach);
  return { kind: 'ratio', reach };
}

interface Plane {
  readonly points: ReadonlyMap<string, ParameterPoint>;
  readonly grid: Grid;
  readonly scale: HeatScale;
}

function panelsOf(
  { name, values }: Layer,
  { points, grid, scale }: Plane,
): ReturnType<typeof heatMapPanel>[] {
  const { columns, rows, others } = grid;
  return facetPoints(others).map((facet) => {
    const ids = [...points].filter(([, point]) =>
      others.every((each) => point[each.name] === facet[each.name]),
    );
    const cells = rows.values.flatMap((row) =>
      columns.values.map((column): HeatCell => {
        const [id] =
          ids.find(([, point]) => point[columns.name] === column && point[rows.name] === row) ?? [];
        const cell = id === undefined ? undefined : values.get(id);
        const empty = { text: 'no value', note: '', isDoubtful: false };
        return { column: String(column), row: String(row), ...(cell ?? empty) };
      }),
    );
    return heatMapPanel({ title: [formatPoint(facet), name].filter(Boolean).join(' '), grid, cells, scale });
  });
}
