import type { ArmSummary, CaseSummary, MetricSummary, RunAnalysis } from '../model/analysis.ts';
import { isTimelineMetricId } from '../model/phase-metrics.ts';
import { columnWidths, fitNames, type NamedRows } from './fit-names.ts';
import { fitCell, frameWidth, toMarkdownTable } from './markdown.ts';
import { formatInterval, formatWithUnit, metricScale } from './metric-scale.ts';
import { caseLabel } from './series.ts';

const widestLine = 100;
/** More than two screens of rows are no summary: then only the headlines are shown. */
const mostRows = 60;
const names = ['metric', 'case'] as const;
const numbers = ['n', 'failed', 'median', '95 % interval'] as const;
/** What a narrow terminal has no room for, the least wanted first, each before names are cut below what tells them apart. */
const droppable: readonly string[] = ['failed', 'n', '95 % interval', 'metric'];
const leastNames = 24;
const leastArm = 4;

interface Row {
  readonly metricId: string;
  readonly place: string;
  /** Its own column, where there are several: a case may be cut, and then the arms would look alike. */
  readonly arm: readonly string[];
  readonly counts: ArmSummary['counts'];
  readonly summary: MetricSummary | undefined;
}

/**
 * Medians with their intervals as a Markdown table of at most 100 columns, for terminals and pull requests: the headline
 * of every case first, then the other metrics that have a better and a worse; phases and noise are left to the report.
 * Long names are cut. Of a run with many cases and metrics only the headlines are shown. On a narrower terminal columns go, in
 * the order of `droppable`, the metric only where all rows have the same.
 */
export function formatSummaryTable(
  { cases }: Pick<RunAnalysis, 'cases'>,
  options: { readonly widthColumns?: number } = {},
): string {
  const width = Math.min(widestLine, options.widthColumns ?? widestLine);
  const headlines = [...new Set(cases.map(({ headline }) => headline))];
  const summarised = cases.flatMap(({ arms }) => arms.flatMap(({ metrics }) => metrics));
  const judged = summarised.filter(({ metric }) => metric.direction !== 'neither');
  const others = [...new Set(judged.map(({ metric }) => metric.id))].filter(
    (id) => !headlines.includes(id) && !isTimelineMetricId(id),
  );
  const rowsOf = (metricIds: readonly string[]): readonly (readonly string[])[] =>
    metricIds.flatMap((metricId) => numberCells(metricRows(metricId, cases)));
  const header = [...names, ...(cases.some(hasSeveralArms) ? ['arm'] : []), ...numbers];
  const all = rowsOf([...headlines, ...others]);
  if (all.length <= mostRows) return toTable(header, all, width);
  const left = `${others.length} other metrics are in report.html and summary.csv`;
  return `${toTable(header, rowsOf(headlines), width)}\n\n${left}`;
}

function hasSeveralArms({ arms }: CaseSummary): boolean {
  return arms.length > 1;
}

function toTable(header: readonly string[], rows: readonly (readonly string[])[], width: number): string {
  const table = cutArms(fitColumns({ header, rows }, width), width);
  const align = table.header.map((title) => (numbers.some((number) => number === title) ? 'r' : 'l'));
  const cells = table.header.includes('metric') ? fitNames(table, width) : fitPlaces(table, width);
  return toMarkdownTable([table.header, ...cells], align);
}

function fitColumns(table: NamedRows, width: number): NamedRows {
  let fitted = table;
  for (const title of droppable) {
    const namesWidth = title === 'metric' ? leastNames / 2 : leastNames;
    if (leastWidth(fitted, namesWidth) <= width) break;
    const column = fitted.header.indexOf(title);
    if (title === 'metric' && new Set(fitted.rows.map((row) => row[column])).size > 1) break;
    const without = (cells: readonly string[]): readonly string[] => cells.toSpliced(column, 1);
    fitted = { header: without(fitted.header), rows: fitted.rows.map(without) };
  }
  return fitted;
}

/** With no more than so many columns for the two names together. */
function leastWidth(table: NamedRows, namesWidth: number): number {
  const widths = columnWidths(table);
  const isName = (_width: number, column: number): boolean =>
    names.some((name) => name === table.header[column]);
  const named = sum(widths.filter(isName));
  const all = sum(widths);
  return frameWidth(table.header.length) + Math.min(namesWidth, named) + all - named;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Where all columns that may go are gone, the arms give what is still missing. */
function cutArms(table: NamedRows, width: number): NamedRows {
  const column = table.header.indexOf('arm');
  const excess = leastWidth(table, leastNames / 2) - width;
  if (column < 0 || excess <= 0) return table;
  const armWidth = Math.max(leastArm, (columnWidths(table)[column] ?? 0) - excess);
  const rows = table.rows.map((row) => row.with(column, fitCell(row[column] ?? '', armWidth)));
  return { ...table, rows };
}

/** The case alone is cut, at its end. */
function fitPlaces(table: NamedRows, width: number): readonly (readonly string[])[] {
  const [place = 0, ...others] = columnWidths(table);
  const room = width - frameWidth(table.header.length) - sum(others);
  return table.rows.map(([first = '', ...rest]) => [fitCell(first, Math.min(place, room)), ...rest]);
}

function metricRows(metricId: string, cases: readonly CaseSummary[]): readonly Row[] {
  return cases.flatMap((summary) =>
    summary.arms.flatMap((arm) => {
      const ofMetric = arm.metrics.find(({ metric }) => metric.id === metricId);
      const isShown = ofMetric !== undefined || summary.headline === metricId;
      const place = placeText(summary, cases);
      const armCells = hasSeveralArms(summary) ? [fitCell(arm.armId, widestLine)] : [];
      return isShown ? [{ metricId, place, arm: armCells, counts: arm.counts, summary: ofMetric }] : [];
    }),
  );
}

/** The parameter point, with the benchmark where there are several. */
function placeText(summary: CaseSummary, cases: readonly CaseSummary[]): string {
  const { benchmarkId } = summary.case;
  const isOneBenchmark = cases.every((other) => other.case.benchmarkId === benchmarkId);
  return [...(isOneBenchmark ? [] : [benchmarkId]), caseLabel(summary.case)].join(' ');
}

/** One metric's rows, all in one scale. */
function numberCells(rows: readonly Row[]): readonly (readonly string[])[] {
  const summaries = rows.flatMap(({ summary }) => summary ?? []);
  const [first] = summaries;
  return rows.map(({ metricId, place, arm, counts, summary }) => {
    const known = [
      metricId,
      place,
      ...arm,
      `${summary?.count ?? 0}/${counts.planned}`,
      String(counts.failed),
    ];
    if (first === undefined || summary === undefined) return [...known, 'no value', ''];
    const scale = metricScale(summaries, first.metric);
    return [...known, formatWithUnit(summary.median, scale), formatInterval(summary, scale)];
  });
}
