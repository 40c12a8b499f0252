import { optional } from '../../base/optional.ts';
import { unitLabel, type DisplayScale } from '../../model/format-number.ts';
import type { HistorySeries } from '../../model/history.ts';
import type { ChartPanel } from '../render-charts.ts';
import { paddedDomain, type AxisDomain } from './axis-domain.ts';
import { linePanel, type LineRow } from './line-panel.ts';
import { markLayers, type AxisMark } from './mark-layers.ts';
import type { SeriesStyle } from './series-style.ts';

const plotWidthPx = 700;
const plotHeightPx = 130;
const mostTicks = 8;

/** A run on the axis. */
export interface HistoryRun {
  readonly runId: string;
  readonly startedAt: string;
}

/** One case over the runs, which are numbered from 1. */
export interface HistoryPlot {
  readonly title: string;
  readonly runs: readonly HistoryRun[];
  readonly scale: DisplayScale;
  readonly style: SeriesStyle;
  readonly series: readonly HistorySeries[];
  readonly marks: readonly AxisMark[];
}

/** Draws one case. Runs stand in equal steps: their days are of no weight, and runs of one hour can be told apart. */
export function historyPanel({ title, runs, scale, style, series, marks }: HistoryPlot): ChartPanel {
  const domain: AxisDomain = [0.5, Math.max(runs.length, 2) + 0.5];
  const rows = series.flatMap((each, number) => rowsOf(each, { runs, scale, number }));
  const values = rows.flatMap(({ y, lower = y, upper = y }) => [y, lower, upper]);
  const { layers, heightPx } = markLayers(marks, { domain, widthPx: plotWidthPx });
  return linePanel({
    title,
    widthPx: plotWidthPx,
    heightPx: plotHeightPx,
    x: { title: 'run, by its start (UTC)', domain, labels: tickLabels(runs) },
    y: { title: unitLabel(scale.unit), domain: paddedDomain(values, 0.08) },
    style,
    rows,
    interval: 'whisker',
    line: 'straight',
    hasPoints: true,
    below: layers,
    headroomPx: heightPx,
  });
}

/** Each series has a line of its own: none leads from one environment to another. */
function rowsOf(
  { armId, points }: HistorySeries,
  { runs, scale, number }: Pick<HistoryPlot, 'runs' | 'scale'> & { readonly number: number },
): readonly LineRow[] {
  return points.map(({ runId, median, interval }) => ({
    side: armId,
    part: number,
    x: runs.findIndex((run) => run.runId === runId) + 1,
    y: median / scale.divisor,
    ...optional('lower', interval === undefined ? undefined : interval.lower / scale.divisor),
    ...optional('upper', interval === undefined ? undefined : interval.upper / scale.divisor),
  }));
}

/** Of so many runs that their days have room; the last one always. */
function tickLabels(runs: readonly HistoryRun[]): ReadonlyMap<number, string> {
  const step = Math.max(1, Math.ceil(runs.length / mostTicks));
  const isOneDay = new Set(runs.map(({ startedAt }) => startedAt.slice(0, 10))).size === 1;
  return new Map(
    runs.flatMap(({ startedAt }, index) =>
      (runs.length - 1 - index) % step === 0
        ? [[index + 1, isOneDay ? startedAt.slice(11, 19) : startedAt.slice(0, 10)] as const]
        : [],
    ),
  );
}
