import { formatScaled } from '../model/format-number.ts';
import type { History, HistorySeries } from '../model/history.ts';
import { columnWidths, fitNames, type NamedRows } from './fit-names.ts';
import { formatChanges } from './history-changes.ts';
import { placeText, scaleOf, seriesNumber } from './history-series.ts';
import { frameWidth, toMarkdownTable } from './markdown.ts';
import { formatWithUnit } from './metric-scale.ts';
import { sparkline } from './sparkline.ts';

const header = ['metric', 'case', 'series', 'since', 'runs', 'median', '95 % interval', 'by run'] as const;
type Column = (typeof header)[number];

/**
 * What a narrow terminal has no room for, the least wanted first, and how far names are cut before it goes: rows of different
 * cases have to stay different ones.
 */
const droppable: readonly { readonly title: Column; readonly nameWidth: number }[] = [
  { title: '95 % interval', nameWidth: Infinity },
  { title: 'since', nameWidth: Infinity },
  { title: 'by run', nameWidth: 12 },
];
const mostBars = 24;

/**
 * A row a series with its newest median, and below what began a series or changed a level, as Markdown for terminals and pull
 * requests. Columns are left out and names cut until the longest line of the table keeps to the width.
 */
export function formatHistory(history: History, { width }: { readonly width: number }): string {
  if (history.series.length === 0) return 'No run has a value.';
  const table = fitColumns({ header, rows: history.series.map((each) => toRow(each, history)) }, width);
  const align = table.header.map((title) => (isNumber(title) ? 'r' : 'l'));
  const text = toMarkdownTable([table.header, ...fitNames(table, width)], align);
  return [text, ...formatChanges(history)].join('\n\n');
}

function isNumber(title: string): boolean {
  return ['series', 'runs', 'median', '95 % interval'].includes(title);
}

function fitColumns(table: NamedRows, width: number): NamedRows {
  let fitted = table;
  for (const { title, nameWidth } of droppable) {
    if (leastWidth(fitted, nameWidth) <= width) continue;
    const column = fitted.header.indexOf(title);
    const without = (cells: readonly string[]): readonly string[] => cells.toSpliced(column, 1);
    fitted = { header: without(fitted.header), rows: fitted.rows.map(without) };
  }
  return fitted;
}

function leastWidth(table: NamedRows, nameWidth: number): number {
  const widths = columnWidths(table).map((each, column) => (column < 2 ? Math.min(each, nameWidth) : each));
  return frameWidth(widths.length) + widths.reduce((sum, each) => sum + each, 0);
}

function toRow(series: HistorySeries, history: History): readonly string[] {
  const scale = scaleOf(series, history);
  const { points } = series;
  const [first, last] = [points[0], points.at(-1)];
  const interval = last?.interval;
  return [
    series.metric.id,
    placeText(series, history),
    String(seriesNumber(series, history)),
    first?.startedAt.slice(0, 10) ?? '',
    String(points.length),
    last === undefined ? '' : formatWithUnit(last.median, scale),
    interval === undefined
      ? 'too few trials'
      : `${formatScaled(interval.lower, scale)}–${formatScaled(interval.upper, scale)}`,
    sparkline(
      points.map(({ median }) => median),
      mostBars,
    ),
  ];
}
