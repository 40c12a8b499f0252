import type { RunAnalysis } from '../../model/analysis.ts';
import { unitLabel } from '../../model/format-number.ts';
import type { Direction } from '../../model/metric.ts';
import { plainLine } from '../plain-text.ts';
import { countsText } from '../series.ts';
import { judgedMetrics, type JudgedMetric } from './judged-metrics.ts';

/** For the action's tool `customSmallerIsBetter`: the medians of the metrics of which less is better. */
export function toSmallerIsBetter(analysis: RunAnalysis): string {
  return toEntries(analysis, 'lower-is-better');
}

/** For the action's tool `customBiggerIsBetter`: the medians of the metrics of which more is better. */
export function toBiggerIsBetter(analysis: RunAnalysis): string {
  return toEntries(analysis, 'higher-is-better');
}

/** The action knows one direction a list, so there are two lists. */
function toEntries(analysis: RunAnalysis, direction: Direction): string {
  const ofDirection = judgedMetrics(analysis).filter(({ summary }) => summary.metric.direction === direction);
  return `${JSON.stringify(ofDirection.map(toEntry), undefined, 2)}\n`;
}

function toEntry({ seriesName, counts, summary }: JudgedMetric): unknown {
  const { metric, median, medianInterval } = summary;
  return {
    name: commentText(`${seriesName} ${metric.id}`),
    unit: unitLabel(metric.unit),
    value: median,
    ...(medianInterval.kind === 'value'
      ? { range: `${medianInterval.value.lower}–${medianInterval.value.upper}` }
      : {}),
    extra: `median, ${countsText(counts)}`,
  };
}

/** The action puts names between backquotes into a table of Markdown, and into a page. */
function commentText(name: string): string {
  return plainLine(name).replaceAll(/[`|<>]/g, '_');
}
