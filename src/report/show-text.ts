import type { RunAnalysis } from '../model/analysis.ts';
import { hasOrder, sourceName } from '../model/imported-run.ts';
import { formatScaled, unitLabel, type DisplayScale } from '../model/format-number.ts';
import type { BenchmarkFacts } from '../model/run.ts';
import { headlineText } from '../model/comparison-text.ts';
import { formatComparisonBody, widthOf } from './comparison-for-terminal.ts';
import { cutMiddle } from './cut-text.ts';
import { metricScale } from './metric-scale.ts';
import { plainLine } from './plain-text.ts';
import { headlineMetric, seriesOf, summaryOf, type Series } from './series.ts';
import { binMeans, cumulativeLine, sparkline } from './sparkline.ts';
import { trialsOfRun, validityText } from './standing-text.ts';
import { formatSummaryTable } from './table.ts';
import { wrapText } from './wrap-text.ts';

/** Columns of each of the two pictures of a row, where there is room. */
const widestPicture = 24;
const narrowestLabel = 12;

/**
 * A run on a terminal: the verdict, or what the numbers stand on where nothing is compared; the medians; and of each case the
 * distribution of its headline and how it went over the run. No line is wider than the terminal; a width of 0 is none.
 */
export function formatRun(analysis: RunAnalysis, widthColumns: number): string {
  const { comparison } = analysis;
  const width = widthOf(widthColumns);
  const limit = width.widthColumns ?? Infinity;
  const sections = [
    wrapText(plainLine(verdictOf(analysis)), limit, '  '),
    wrapText(plainLine(titleOf(analysis)), limit, '  '),
    comparison === undefined ? '' : formatComparisonBody(comparison, { isAll: false, ...width }),
    formatSummaryTable(analysis, width),
    ...analysis.manifest.benchmarks.map((benchmark) => shapesOf(analysis, benchmark, limit)),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function verdictOf(analysis: RunAnalysis): string {
  const { comparison } = analysis;
  const standing = `trials: ${trialsOfRun(analysis)}; ${validityText(analysis)}`;
  return comparison === undefined ? standing : `${headlineText(comparison)}; ${standing}`;
}

function titleOf({ manifest }: RunAnalysis): string {
  const { title, runId, host, end, imported } = manifest;
  if (imported !== undefined) return `${title}: run ${runId}, imported from ${sourceName(imported)}`;
  // A run that was killed says for ever that it is running.
  const ended = end.status === 'running' ? 'not ended' : end.status;
  return `${title}: run ${runId} on ${host?.identity.hostname ?? 'a host not told'}, ${ended}`;
}

/** Pictures share their axis within a benchmark, so that cases and arms can be read against each other. */
function shapesOf(analysis: RunAnalysis, benchmark: BenchmarkFacts, width: number): string {
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
  const longest = Math.max(...valued.map(({ one }) => plainLine(one.label).length));
  const nameWidth = Math.min(longest, Math.max(narrowestLabel, width - 2 * widestPicture - gapColumns));
  const picture = Math.min(widestPicture, Math.floor((width - nameWidth - gapColumns) / 2));
  const isOrdered = hasOrder(analysis.manifest);
  const lines = valued.map(({ one, values }) => {
    const shape = cumulativeLine(values, domain, picture);
    const order = isOrdered ? `  ${sparkline(binMeans(values, picture), picture)}` : '';
    return `  ${cutMiddle(plainLine(one.label), nameWidth).padEnd(nameWidth)}  ${shape}${order}`;
  });
  const explanation = `${plainLine(metric.id)}: share of trials up to each value, from ${ends(domain, scale)}${isOrdered ? '; then the trials in run order' : ''}`;
  return [wrapText(explanation, width, '  '), ...lines].join('\n');
}

/** Before, between and after the label and the two pictures. */
const gapColumns = 6;

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
