import { noiseMetrics } from '../model/noise-metrics.ts';
import { isRecordMetricId } from '../model/record-metrics.ts';
import { unitLabel } from '../model/format-number.ts';
import type { MetricDefinition } from '../model/metric.ts';
import type { BenchmarkView } from './benchmark-view.ts';
import { formatTextTable } from './markdown.ts';
import { markdownDetails, markdownText } from './markdown-text.ts';
import { countColumnsOf, statisticNames, statisticTexts } from './metric-columns.ts';
import { formatWithUnit, intervalText, metricScale } from './metric-scale.ts';
import { headlineMetric, lostTexts, summaryOf, type Series } from './series.ts';

/** A picture beside the text. */
export interface LinkedChart {
  /** Place of the benchmark's view among the report's, from 0. */
  readonly viewIndex: number;
  /** Relative to the text: letters, digits, hyphens, dots and slashes. */
  readonly path: string;
  readonly altText: string;
  readonly caption: string;
}

/** One line a case and arm: the headline's median, its interval, and the trials that they stand on. */
export function headlineLines({ benchmark, series }: BenchmarkView): readonly string[] {
  const metric = headlineMetric(benchmark);
  if (metric === undefined) return [];
  const scale = scaleOf(metric, series);
  return series.map((one) => {
    const summary = summaryOf(one, metric.id);
    const counts = [`n = ${summary?.count ?? 0} of ${one.counts.planned} trials`, ...lostTexts(one.counts)];
    const value =
      summary === undefined
        ? 'no value'
        : `median **${formatWithUnit(summary.median, scale)}**, ${intervalText(summary, scale)}`;
    return `**${markdownText(metric.id)}**, ${markdownText(one.label)}: ${value}, ${counts.join(', ')}`;
  });
}

/** A benchmark's section: its question, the table that answers it, the charts, then everything else that was measured. */
export function benchmarkMarkdown(
  { benchmark, series }: BenchmarkView,
  charts: readonly LinkedChart[],
): readonly string[] {
  const metric = headlineMetric(benchmark);
  return [
    `## ${markdownText(benchmark.id)}`,
    markdownText(benchmark.question),
    `Stopwatch of ${markdownText(benchmark.headline)}: ${markdownText(benchmark.timedSpan)}`,
    ...(metric === undefined ? [] : [metricSection(metric, series)]),
    ...charts.flatMap(({ path, altText, caption }) => [
      `![${markdownText(altText)}](${path})`,
      markdownText(caption),
    ]),
    ...foldedMetrics(
      'Other metrics',
      benchmark.metrics.filter(({ id }) => id !== benchmark.headline && !isRecordMetricId(id)),
      series,
    ),
    ...foldedMetrics('Noise', noiseMetrics(), series),
  ];
}

/** Tables of those metrics that some case has a value of, for whoever opens them. */
function foldedMetrics(
  title: string,
  metrics: readonly MetricDefinition[],
  series: readonly Series[],
): readonly string[] {
  const told = metrics.filter(({ id }) => series.some((one) => summaryOf(one, id) !== undefined));
  if (told.length === 0) return [];
  const tables = told.map((metric) => metricSection(metric, series));
  return [markdownDetails(`${title} (${told.length})`, tables.join('\n\n'))];
}

function metricSection(metric: MetricDefinition, series: readonly Series[]): string {
  const scale = scaleOf(metric, series);
  const counts = countColumnsOf(series);
  const header = ['case', 'n', ...counts.map(({ name }) => name), ...statisticNames];
  const rows = series.map((one) => {
    const summary = summaryOf(one, metric.id);
    const values =
      summary === undefined
        ? statisticNames.map((_name, index) => (index === 0 ? 'no value' : ''))
        : statisticTexts(summary, scale);
    return [
      markdownText(one.label),
      `${summary?.count ?? 0} of ${one.counts.planned}`,
      ...counts.map(({ count }) => String(count(one))),
      ...values,
    ];
  });
  const table = formatTextTable({ header, align: header.map((_title, at) => (at === 0 ? 'l' : 'r')), rows });
  return `**${markdownText(metric.id)}** in ${unitLabel(scale.unit)}. ${markdownText(metric.description)}\n\n${table}`;
}

function scaleOf(metric: MetricDefinition, series: readonly Series[]): ReturnType<typeof metricScale> {
  return metricScale(
    series.flatMap((one) => summaryOf(one, metric.id) ?? []),
    metric,
  );
}
