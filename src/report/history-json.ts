import type { History, HistoryPoint, HistorySeries } from '../model/history.ts';

/** A history as one JSON document; values in the metric's unit. */
export function formatHistoryJson(history: History): string {
  return `${JSON.stringify(historyDocument(history), undefined, 2)}\n`;
}

/** Its content, with keys in the order of the file. */
export function historyDocument({ series, leftOut }: History): Readonly<Record<string, unknown>> {
  return { series: series.map(toSeries), leftOut };
}

function toSeries({ metric, environment, changedFrom, points, changes, ...place }: HistorySeries): unknown {
  return {
    case: place.caseId,
    arm: place.armId,
    metric: metric.id,
    unit: metric.unit,
    direction: metric.direction,
    environment,
    changedFrom,
    points: points.map(toPoint),
    changes: changes.map(({ runId, ...change }) => ({ run: runId, ...change })),
  };
}

function toPoint({ runId, startedAt, count, median, interval }: HistoryPoint): unknown {
  return { run: runId, startedAt, count, median, ...(interval !== undefined && { interval }) };
}
