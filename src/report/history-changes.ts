import type { DisplayScale } from '../model/format-number.ts';
import type { History, HistoryChange, HistorySeries } from '../model/history.ts';
import { isOnlySeries, placeText, scaleOf, seriesNumber } from './history-series.ts';
import { fitCell } from './markdown.ts';
import { formatWithUnit } from './metric-scale.ts';

/** One list of what began a series and one of what changed a level, each under a line of its own; empty lists are left out. */
export function formatChanges(history: History): readonly string[] {
  const starts = history.series.flatMap((each) => startLine(each, history));
  const levels = history.series.flatMap((each) => {
    const scale = scaleOf(each, history);
    return each.changes.map((change) => `- ${nameOf(each, history)}: ${levelText(change, scale)}`);
  });
  return [
    ...list('New environments, each with a series of its own:', starts),
    ...list('Changes of level:', levels),
  ];
}

function list(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}\n\n${lines.join('\n')}`];
}

function startLine(series: HistorySeries, history: History): readonly string[] {
  const { changedFrom, points } = series;
  if (changedFrom.length === 0) return [];
  const facts = changedFrom.map(({ fact, before, after }) => `${fact} ${plain(before)} → ${plain(after)}`);
  return [`- ${nameOf(series, history)}, ${timeText(points[0]?.startedAt ?? '')}: ${facts.join('; ')}`];
}

/** "worse at 2026-01-13 03:04, 65.80 ms → 68.32 ms (+3.8 %), p = 1.2e-9, run 20260113T030405Z-bench-1-0a1b2c". */
function levelText(change: HistoryChange, scale: DisplayScale): string {
  const { before, after, relativeChange, verdict, p } = change;
  const size = relativeChange === undefined ? '' : ` (${signedPercent(relativeChange)})`;
  return [
    `${verdict === 'other' ? 'changed' : verdict} at ${timeText(change.startedAt)}`,
    `${formatWithUnit(before, scale)} → ${formatWithUnit(after, scale)}${size}`,
    `p = ${p.toPrecision(2)}`,
    `run ${plain(change.runId)}`,
  ].join(', ');
}

function nameOf(series: HistorySeries, history: History): string {
  const name = plain(`${series.metric.id} ${placeText(series, history)}`);
  return isOnlySeries(series, history) ? name : `${name}, series ${seriesNumber(series, history)}`;
}

function timeText(startedAt: string): string {
  return startedAt.slice(0, 16).replace('T', ' ');
}

function signedPercent(share: number): string {
  return `${share < 0 ? '−' : '+'}${(Math.abs(share) * 100).toFixed(1)} %`;
}

function plain(text: string): string {
  return fitCell(text, Infinity);
}
