import type { ArmSummary, CaseSummary, MetricSummary, RunAnalysis } from '../model/analysis.ts';
import { isTimelineMetricId } from '../model/phase-metrics.ts';
import { fitNames } from './fit-names.ts';
import { toMarkdownTable } from './markdown.ts';
import { formatInterval, formatWithUnit, metricScale } from './metric-scale.ts';
import { caseLabel } from './series.ts';

const widestLine = 100;
/** More than two screens of rows are no summary: then only the headlines are shown. */
const mostRows = 60;
const header = ['metric', 'case', 'n', 'failed', 'median', '95 % interval'] as const;
interface Row {
  readonly metricId: string;
  readonly place: string;
  readonly counts: ArmSummary['counts'];
  readonly summary: MetricSummary | undefined;
}

/**
 * Medians with their intervals as a Markdown table of at most 100 columns, for terminals and pull requests: the headline
 * of every case first, then the other metrics that have a better and a worse; phases and noise are left to the report.
 * Long names are cut. Of a run with many cases and metrics only the headlines are shown.
 */
export function formatSummaryTable({ cases }: Pick<RunAnalysis, 'cases'>): string {
  const headlines = [...new Set(cases.map(({ headline }) => headline))];
  const summarised = cases.flatMap(({ arms }) => arms.flatMap(({ metrics }) => metrics));
  const judged = summarised.filter(({ metric }) => metric.direction !== 'neither');
  const others = [...new Set(judged.map(({ metric }) => metric.id))].filter(
    (id) => !headlines.includes(id) && !isTimelineMetricId(id),
  );
  const rowsOf = (metricIds: readonly string[]): readonly (readonly string[])[] =>
    metricIds.flatMap((metricId) => numberCells(metricRows(metricId, cases)));
  const all = rowsOf([...headlines, ...others]);
  if (all.length <= mostRows) return toTable(all);
  const left = `${others.length} other metrics are in report.html and summary.csv`;
  return `${toTable(rowsOf(headlines))}\n\n${left}`;
}

function toTable(rows: readonly (readonly string[])[]): string {
  return toMarkdownTable([header, ...fitNames({ header, rows }, widestLine)], ['l', 'l', 'r', 'r', 'r', 'r']);
}

function metricRows(metricId: string, cases: readonly CaseSummary[]): readonly Row[] {
  return cases.flatMap((summary) =>
    summary.arms.flatMap((arm) => {
      const ofMetric = arm.metrics.find(({ metric }) => metric.id === metricId);
      const isShown = ofMetric !== undefined || summary.headline === metricId;
      const place = placeText(summary, arm, cases);
      return isShown ? [{ metricId, place, counts: arm.counts, summary: ofMetric }] : [];
    }),
  );
}

/** The parameter point, with benchmark and arm where there are several. */
function placeText(summary: CaseSummary, { armId }: ArmSummary, cases: readonly CaseSummary[]): string {
  const { benchmarkId } = summary.case;
  const isOneBenchmark = cases.every((other) => other.case.benchmarkId === benchmarkId);
  return [
    ...(isOneBenchmark ? [] : [benchmarkId]),
    caseLabel(summary.case),
    ...(summary.arms.length > 1 ? [armId] : []),
  ].join(' ');
}

/** One metric's rows, all in one scale. */
function numberCells(rows: readonly Row[]): readonly (readonly string[])[] {
  const summaries = rows.flatMap(({ summary }) => summary ?? []);
  const [first] = summaries;
  return rows.map(({ metricId, place, counts, summary }) => {
    const names = [metricId, place, `${summary?.count ?? 0}/${counts.planned}`, String(counts.failed)];
    if (first === undefined || summary === undefined) return [...names, 'no value', ''];
    const scale = metricScale(summaries, first.metric);
    return [...names, formatWithUnit(summary.median, scale), formatInterval(summary, scale)];
  });
}
