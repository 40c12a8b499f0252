import type { ArmSummary, CaseSummary, MetricSummary, RunAnalysis } from '../model/analysis.ts';
import { isTimelineMetricId } from '../model/phase-metrics.ts';
import { cutApart } from './cut-apart.ts';
import { columnWidths, fitNames, type NamedRows } from './fit-names.ts';
import { cellCharacters, frameWidth, toMarkdownTable } from './markdown.ts';
import { formatInterval, formatWithUnit, metricScale } from './metric-scale.ts';
import { caseLabel } from './series.ts';

/** More than two screens of rows are no summary: then only the headlines are shown. */
const mostRows = 60;
const names = ['metric', 'case'] as const;
const numbers = ['median', '95 % interval'] as const;
/** What a narrow terminal has no room for, the least wanted first, each before names are cut below what tells them apart. */
const droppable: readonly string[] = ['failed', 'invalid', 'n', '95 % interval', 'metric'];
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
/**
 * Medians with their intervals as a Markdown table, for terminals and pull requests: the headline of every case first, then
 * the other metrics that have a better and a worse; phases and noise are left to the report. Of a run with many cases and
 * metrics only the headlines are shown, and of cases of which no trial has run their number. Where a terminal has no room
 * columns go, in the order of `droppable`, the metric only where all rows have the same, and names are cut.
 */
export function formatSummaryTable(
  { cases: all }: Pick<RunAnalysis, 'cases'>,
  { widthColumns = Infinity }: { readonly widthColumns?: number } = {},
): string {
  const cases = all.filter(hasStarted);
  const notStarted = all.length - cases.length;
  const more = notStarted === 0 ? [] : [`${notStarted} ${notStarted === 1 ? 'case' : 'cases'} not started`];
  return [...(cases.length === 0 ? [] : [tableOf(cases, widthColumns)]), ...more].join('\n\n');
}

function hasStarted({ arms }: CaseSummary): boolean {
  return arms.some(
    ({ counts }) => counts.ok + counts.failed + counts.aborted + counts.invalid + counts.warmup > 0,
  );
}

function tableOf(cases: readonly CaseSummary[], width: number): string {
  const headlines = [...new Set(cases.map(({ headline }) => headline))];
  const summarised = cases.flatMap(({ arms }) => arms.flatMap(({ metrics }) => metrics));
  const judged = summarised.filter(({ metric }) => metric.direction !== 'neither');
  const others = [...new Set(judged.map(({ metric }) => metric.id))].filter(
    (id) => !headlines.includes(id) && !isTimelineMetricId(id),
  );
  const hasInvalid = cases.some(({ arms }) => arms.some(({ counts }) => counts.invalid > 0));
  const header = [
    ...names,
    ...(cases.some(hasSeveralArms) ? ['arm'] : []),
    ...['n', 'failed', ...(hasInvalid ? ['invalid'] : [])],
    ...numbers,
  ];
  const rowsOf = (metricIds: readonly string[]): readonly (readonly string[])[] =>
    metricIds.flatMap((metricId) => numberCells(metricRows(metricId, cases), hasInvalid));
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
  const align = table.header.map((title) => (isName(title) ? 'l' : 'r'));
  const cells = table.header.includes('metric') ? fitNames(table, width) : fitPlaces(table, width);
  return toMarkdownTable([table.header, ...cells], align);
}

function isName(title: string): boolean {
  return ['metric', 'case', 'arm'].includes(title);
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
  const arms = cutApart(
    table.rows.map((row) => row[column] ?? ''),
    armWidth,
  );
  const rows = table.rows.map((row) => row.with(column, arms.get(row[column] ?? '') ?? ''));
  return { ...table, rows };
}

/** The case alone is cut. */
function fitPlaces(table: NamedRows, width: number): readonly (readonly string[])[] {
  const [place = 0, ...others] = columnWidths(table);
  const room = width - frameWidth(table.header.length) - sum(others);
  const places = cutApart(
    table.rows.map(([first = '']) => first),
    Math.min(place, room),
  );
  return table.rows.map(([first = '', ...rest]) => [places.get(first) ?? '', ...rest]);
}

function metricRows(metricId: string, cases: readonly CaseSummary[]): readonly Row[] {
  return cases.flatMap((summary) =>
    summary.arms.flatMap((arm) => {
      const ofMetric = arm.metrics.find(({ metric }) => metric.id === metricId);
      const isShown = ofMetric !== undefined || summary.headline === metricId;
      const place = placeText(summary, cases);
      const armCells = hasSeveralArms(summary) ? [cellCharacters(arm.armId).join('')] : [];
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

/** One metric's rows, all in one scale; with the trials of invalid blocks where the table has any. */
function numberCells(rows: readonly Row[], hasInvalid: boolean): readonly (readonly string[])[] {
  const summaries = rows.flatMap(({ summary }) => summary ?? []);
  const [first] = summaries;
  return rows.map(({ metricId, place, arm, counts, summary }) => {
    const known = [
      metricId,
      place,
      ...arm,
      `${summary?.count ?? 0}/${counts.planned}`,
      String(counts.failed),
      ...(hasInvalid ? [String(counts.invalid)] : []),
    ];
    if (first === undefined || summary === undefined) return [...known, 'no value', ''];
    const scale = metricScale(summaries, first.metric);
    return [...known, formatWithUnit(summary.median, scale), formatInterval(summary, scale)];
  });
}
