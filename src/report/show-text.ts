import type { RunAnalysis } from '../model/analysis.ts';
import { hasOrder, sourceName } from '../model/imported-run.ts';
import { formatScaled, unitLabel, type DisplayScale } from '../model/format-number.ts';
import type { BenchmarkFacts } from '../model/run.ts';
import { formatComparison, widthOf } from './comparison-for-terminal.ts';
import { metricScale } from './metric-scale.ts';
import { plainLine } from './plain-text.ts';
import { headlineMetric, seriesOf, summaryOf, type Series } from './series.ts';
import { binMeans, cumulativeLine, sparkline } from './sparkline.ts';
import { formatSummaryTable } from './table.ts';

/** Columns of each of the two pictures of a row. */
const pictureWidth = 24;

/**
 * A run on a terminal: the verdicts where arms are compared, the medians, and of each case the distribution of its headline
 * and how it went over the run. A width of 0 is none.
 */
export function formatRun(analysis: RunAnalysis, widthColumns: number): string {
  const { comparison } = analysis;
  const sections = [
    plainLine(titleOf(analysis)),
    comparison === undefined ? '' : formatComparison(comparison, { isAll: false, ...widthOf(widthColumns) }),
    formatSummaryTable(analysis, widthOf(widthColumns)),
    ...analysis.manifest.benchmarks.map((benchmark) => shapesOf(analysis, benchmark)),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function titleOf({ manifest }: RunAnalysis): string {
  const { title, runId, host, end, imported } = manifest;
  if (imported !== undefined) return `${title}: run ${runId}, imported from ${sourceName(imported)}`;
  // A run that was killed says for ever that it is running.
  const ended = end.status === 'running' ? 'not ended' : end.status;
  return `${title}: run ${runId} on ${host?.identity.hostname ?? 'a host not told'}, ${ended}`;
}

/** Pictures share their axis within a benchmark, so that cases and arms can be read against each other. */
function shapesOf(analysis: RunAnalysis, benchmark: BenchmarkFacts): string {
  const metric = headlineMetric(benchmark);
  if (metric === undefined) return '';
  const series = seriesOf([{ ...analysis, label: analysis.manifest.runId }], benchmark.id);
  const scale = metricScale(
    series.flatMap((one) => summaryOf(one, metric.id) ?? []),
    metric,
  );
  const valued = series
    .map((one) => ({ one, values: valuesOf(one, metric.id) }))
    .filter(({ values }) => values.length > 0);
  const all = valued.flatMap(({ values }) => values);
  if (all.length === 0) return '';
  const domain = { lowest: Math.min(...all), highest: Math.max(...all) };
  const nameWidth = Math.max(...valued.map(({ one }) => plainLine(one.label).length));
  const isOrdered = hasOrder(analysis.manifest);
  const lines = valued.map(({ one, values }) => {
    const shape = cumulativeLine(values, domain, pictureWidth);
    const order = isOrdered ? `  ${sparkline(binMeans(values, pictureWidth), pictureWidth)}` : '';
    return `  ${plainLine(one.label).padEnd(nameWidth)}  ${shape}${order}`;
  });
  return [
    `${plainLine(metric.id)}: share of trials up to each value, from ${ends(domain, scale)}${isOrdered ? '; then the trials in run order' : ''}`,
    ...lines,
  ].join('\n');
}

function valuesOf(series: Series, metricId: string): readonly number[] {
  return series.measured.flatMap(({ samples }) => samples[metricId] ?? []);
}

function ends(
  { lowest, highest }: { readonly lowest: number; readonly highest: number },
  scale: DisplayScale,
): string {
  const unit = scale.unit === 'count' ? '' : ` ${unitLabel(scale.unit)}`;
  return `${formatScaled(lowest, scale)} to ${formatScaled(highest, scale)}${unit}`;
}
