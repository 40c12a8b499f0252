import type { ArmSummary, CaseSummary, MetricSummary, RunAnalysis } from '../model/analysis.ts';
import { isTimelineMetricId } from '../model/phase-metrics.ts';
import { fitNames } from './fit-names.ts';
import { fitCell, toMarkdownTable } from './markdown.ts';
import { formatInterval, formatWithUnit, metricScale } from './metric-scale.ts';
import { caseLabel } from './series.ts';

const widestLine = 100;
/** More than two screens of rows are no summary: then only the headlines are shown. */
const mostRows = 60;
const names = ['metric', 'case'] as const;
const numbers = ['n', 'failed', 'median', '95 % interval'] as const;

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
  const header = [...names, ...(cases.some(hasSeveralArms) ? ['arm'] : []), ...numbers];
  const all = rowsOf([...headlines, ...others]);
  if (all.length <= mostRows) return toTable(header, all);
  const left = `${others.length} other metrics are in report.html and summary.csv`;
  return `${toTable(header, rowsOf(headlines))}\n\n${left}`;
}

function hasSeveralArms({ arms }: CaseSummary): boolean {
  return arms.length > 1;
}

function toTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const align = header.map((_title, column) => (column < header.length - numbers.length ? 'l' : 'r'));
  return toMarkdownTable([header, ...fitNames({ header, rows }, widestLine)], align);
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
