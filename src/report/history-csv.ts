import { environmentFacts, type History, type HistorySeries } from '../model/history.ts';
import type { Cell } from './csv-cell.ts';
import { toCsv } from './csv.ts';
import { seriesNumber } from './history-series.ts';

const columns = [
  'case',
  'arm',
  'metric',
  'unit',
  'series',
  'run',
  'started_at',
  'n',
  'median',
  'median_lower',
  'median_upper',
  'level_before',
  'level_after',
  'p',
];
/** `unit` is a column already. */
const facts = environmentFacts.filter((fact) => fact !== 'unit');

/** One row a point, in the metric's unit; the levels and the p are filled at the first run of a new level. */
export function formatHistoryCsv(history: History): string {
  const rows = history.series.flatMap((series) => rowsOf(series, seriesNumber(series, history)));
  return toCsv([...columns, ...facts], rows);
}

function rowsOf(series: HistorySeries, number: number): readonly (readonly Cell[])[] {
  const { caseId, armId, metric, environment, points, changes } = series;
  return points.map(({ runId, startedAt, count, median, interval }) => {
    const change = changes.find((each) => each.runId === runId);
    return [
      ...[caseId, armId, metric.id, metric.unit, number, runId, startedAt],
      ...[count, median, interval?.lower, interval?.upper],
      ...[change?.before, change?.after, change?.p],
      ...facts.map((fact) => environment[fact]),
    ];
  });
}
