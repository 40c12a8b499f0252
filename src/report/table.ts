import type { ArmSummary, CaseSummary, MetricSummary, RunAnalysis } from '../model/analysis.ts';
import { isTimelineMetricId } from '../model/phase-metrics.ts';
import { fitNames, type NamedRows } from './fit-names.ts';
import { fitCell, toMarkdownTable } from './markdown.ts';
import { formatInterval, formatWithUnit, metricScale } from './metric-scale.ts';
import { caseLabel } from './series.ts';

/** More than two screens of rows are no summary: then only the headlines are shown. */
const mostRows = 60;
const names = ['metric', 'case'] as const;
const numbers = ['median', '95 % interval'] as const;

interface Row {
  readonly metricId: string;
  readonly place: string;
  /** Its own column, where there are several: a case may be cut, and then the arms would look alike. */
  readonly arm: readonly string[];
  readonly counts: ArmSummary['counts'];
  readonly summary: MetricSummary | undefined;
}

/**
 * Medians with their intervals as a Markdown table, for terminals and pull requests: the headline of every case first, then
 * the other metrics that have a better and a worse; phases and noise are left to the report. Names are cut where a terminal
 * has no room for them. Of a run with many cases and metrics only the headlines are shown, and of cases of which no trial has
 * run their number.
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
  if (all.length <= mostRows) return toTable({ header, rows: all }, width);
  const left = `${others.length} other metrics are in report.html and summary.csv`;
  return `${toTable({ header, rows: rowsOf(headlines) }, width)}\n\n${left}`;
}

function hasSeveralArms({ arms }: CaseSummary): boolean {
  return arms.length > 1;
}

function toTable(table: NamedRows, width: number): string {
  const align = table.header.map((title) => (isName(title) ? 'l' : 'r'));
  return toMarkdownTable([table.header, ...fitNames(table, width)], align);
}

function isName(title: string): boolean {
  return ['metric', 'case', 'arm'].includes(title);
}

function metricRows(metricId: string, cases: readonly CaseSummary[]): readonly Row[] {
  return cases.flatMap((summary) =>
    summary.arms.flatMap((arm) => {
      const ofMetric = arm.metrics.find(({ metric }) => metric.id === metricId);
      const isShown = ofMetric !== undefined || summary.headline === metricId;
      const place = placeText(summary, cases);
      const armCells = hasSeveralArms(summary) ? [fitCell(arm.armId)] : [];
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
