import type { DisplayScale } from '../../model/format-number.ts';
import type { History, HistorySeries } from '../../model/history.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import { cutMiddle } from '../cut-text.ts';
import { scaleOf } from '../history-series.ts';
import { formatWithUnit } from '../metric-scale.ts';
import { sheetTitle, wholeOf } from '../sheets.ts';
import { chartId, composeSpec, stopwatchSentence, type Chart } from './chart.ts';
import { historyPanel, type HistoryRun } from './history-panel.ts';
import type { AxisMark } from './mark-layers.ts';
import { seriesStyle } from './series-style.ts';

/** The headline's medians run by run, where they change beyond their scatter, and where the environment changed. */
export function historyChart(view: BenchmarkView): Chart | undefined {
  const { report, benchmark, series } = view;
  const { history } = report;
  const labels = new Map(series.map(({ caseId, caseLabel }) => [caseId, caseLabel]));
  const all = allOf(view);
  const own = all.filter(({ caseId }) => labels.has(caseId));
  const [first] = own;
  if (history === undefined || first === undefined) return undefined;
  const runs = runsOf(all);
  const scale = scaleOf(first, history);
  const arms = [...new Set(all.map(({ armId }) => armId))];
  const style = seriesStyle(arms);
  const title = sheetTitle(view, `${benchmark.headline} from run to run`);
  const subtitle = `${benchmark.id}, medians of ${runs.length} runs with their 95 % intervals`;
  const told = own.map((each) =>
    describe(each, { label: labels.get(each.caseId) ?? each.caseId, scale, arms }),
  );
  const altText = `${title}. ${told.join('; ')}.`;
  const caseIds = [...new Set(own.map(({ caseId }) => caseId))];
  const panels = caseIds.map((caseId) => {
    const ofCase = own.filter((each) => each.caseId === caseId);
    return historyPanel({
      title: labels.get(caseId) ?? caseId,
      runs,
      scale,
      style,
      series: ofCase,
      marks: ofCase.flatMap((each) => marksOf(each, { runs, arms })),
    });
  });
  return {
    id: chartId(benchmark.id, 'history'),
    title,
    altText,
    sentence: `${findingText(own, history)} ${stopwatchSentence(benchmark)}`,
    spec: composeSpec({ title, subtitle, altText, colors: 'shared' }, panels),
  };
}

/** The headline of all cases: what all sheets share is made of them. */
function allOf(view: BenchmarkView): readonly HistorySeries[] {
  const { report, benchmark, series } = wholeOf(view);
  const caseIds = new Set(series.map(({ caseId }) => caseId));
  return (report.history?.series ?? []).filter(
    ({ caseId, metric }) => metric.id === benchmark.headline && caseIds.has(caseId),
  );
}

/** In the order in which they began. */
function runsOf(series: readonly HistorySeries[]): readonly HistoryRun[] {
  const runs = new Map(
    series.flatMap(({ points }) => points.map(({ runId, startedAt }) => [runId, startedAt] as const)),
  );
  return [...runs]
    .map(([runId, startedAt]) => ({ runId, startedAt }))
    .toSorted((one, other) => inOrder(one.startedAt, other.startedAt) || inOrder(one.runId, other.runId));
}

function inOrder(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

interface Context {
  readonly runs: readonly HistoryRun[];
  readonly arms: readonly string[];
}

/** Between the last run before and the first one after. */
function marksOf(
  { armId, points, changedFrom, changes }: HistorySeries,
  { runs, arms }: Context,
): readonly AxisMark[] {
  const before = (runId: string): number => runs.findIndex((run) => run.runId === runId) + 0.5;
  const name = arms.length > 1 ? `${armId} ` : '';
  const facts = changedFrom.map(
    ({ fact, before: old, after }) => `${fact} ${cutMiddle(old, 16)} → ${cutMiddle(after, 16)}`,
  );
  const begin = points[0]?.runId;
  return [
    ...(facts.length === 0 || begin === undefined
      ? []
      : [{ x: before(begin), text: `${name}${factText(facts)}`, kind: 'known' as const }]),
    ...changes.map(({ runId, relativeChange }) => ({
      x: before(runId),
      text: `${name}${percentText(relativeChange)}`,
      kind: 'found' as const,
    })),
  ];
}

function factText(facts: readonly string[]): string {
  return facts.length > 1 ? `${facts[0] ?? ''} and ${facts.length - 1} more` : (facts[0] ?? '');
}

function percentText(relativeChange: number | undefined): string {
  if (relativeChange === undefined) return 'change';
  return `${relativeChange < 0 ? '-' : '+'}${(Math.abs(relativeChange) * 100).toFixed(1)} %`;
}

function describe(
  { armId, points, changes, changedFrom }: HistorySeries,
  {
    label,
    scale,
    arms,
  }: { readonly label: string; readonly scale: DisplayScale; readonly arms: readonly string[] },
): string {
  const [first, last] = [points[0], points.at(-1)];
  const place = arms.length > 1 ? `${label} ${armId}` : label;
  const course =
    first === undefined || last === undefined
      ? 'no run'
      : `${points.length} runs from ${formatWithUnit(first.median, scale)} to ${formatWithUnit(last.median, scale)}`;
  const facts = changedFrom.map(({ fact, before, after }) => `${fact} ${before} → ${after}`);
  const levels = changes.map(
    ({ startedAt, verdict, relativeChange }) =>
      `${verdict === 'other' ? 'changed' : verdict} by ${percentText(relativeChange)} at ${startedAt.slice(0, 16).replace('T', ' ')}`,
  );
  return [
    `${place}: ${course}`,
    ...(facts.length > 0 ? [`a new series since ${facts.join(', ')}`] : []),
    ...levels,
  ].join(', ');
}

function findingText(own: readonly HistorySeries[], { leftOut }: History): string {
  const changes = own.flatMap((each) => each.changes);
  const environments = own.filter(({ changedFrom }) => changedFrom.length > 0).length;
  const [largest] = changes.toSorted(
    (one, other) => Math.abs(other.relativeChange ?? 0) - Math.abs(one.relativeChange ?? 0),
  );
  const found =
    largest === undefined
      ? 'No change of level is found.'
      : `${changes.length} change${changes.length === 1 ? '' : 's'} of level, the largest ${percentText(largest.relativeChange)} (${largest.verdict}) at ${largest.startedAt.slice(0, 16).replace('T', ' ')}.`;
  return [
    found,
    ...(changes.length > 0 ? ['Dashed lines are changes of level, between the runs that they part.'] : []),
    ...(environments > 0
      ? [
          'A full line is a change of the environment: there a new series begins, and no level is compared across it.',
        ]
      : []),
    ...(leftOut.length > 0 ? [`${leftOut.length} without an end left out.`] : []),
  ].join(' ');
}
