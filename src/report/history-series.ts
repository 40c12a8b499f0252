import { displayScale, type DisplayScale } from '../model/format-number.ts';
import type { History, HistorySeries } from '../model/history.ts';

/** One scale for all series of a metric, so that their medians can be read one below the other. */
export function scaleOf({ metric }: HistorySeries, { series }: History): DisplayScale {
  const ofMetric = series.filter((each) => each.metric.id === metric.id && each.metric.unit === metric.unit);
  const values = ofMetric.flatMap(({ points }) =>
    points.flatMap(({ median, interval }) =>
      interval === undefined ? [median] : [median, interval.lower, interval.upper],
    ),
  );
  return displayScale(values, metric.unit);
}

/** The case, without the benchmark where there is one alone, and the arm where there are several. */
export function placeText({ caseId, armId }: HistorySeries, { series }: History): string {
  const [benchmark = ''] = caseId.split('/', 1);
  const isAlone = series.every((other) => other.caseId.startsWith(`${benchmark}/`));
  const place = isAlone ? caseId.slice(benchmark.length + 1) : caseId;
  return series.some((other) => other.armId !== armId) ? `${place} ${armId}` : place;
}

/** From 1, among the series of the same metric, case and arm. */
export function seriesNumber(one: HistorySeries, { series }: History): number {
  return sameSubject(one, series).indexOf(one) + 1;
}

/** Whether its metric, case and arm have no other series. */
export function isOnlySeries(one: HistorySeries, { series }: History): boolean {
  return sameSubject(one, series).length === 1;
}

function sameSubject(one: HistorySeries, series: readonly HistorySeries[]): readonly HistorySeries[] {
  return series.filter(
    ({ caseId, armId, metric }) =>
      caseId === one.caseId && armId === one.armId && metric.id === one.metric.id,
  );
}
