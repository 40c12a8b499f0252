import { displayScale, formatScaled, unitLabel, type DisplayScale } from '../../model/format-number.ts';
import type { PhaseChange } from '../../model/figures/phase-change.ts';
import { wallMetric } from '../../model/phase-metrics.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import { sheetTitle, wholeOf } from '../sheets.ts';
import { formatWithUnit } from '../metric-scale.ts';
import { pairFigures, pairLabel } from '../view-figures.ts';
import { paddedDomain } from './axis-domain.ts';
import { chartId, composeSpec, type Chart } from './chart.ts';
import { waterfallPanel } from './waterfall-panel.ts';
import { waterfallRows, type WaterfallRow } from './waterfall-rows.ts';

/** More cases than this are a wall of bars. */
const mostPanels = 6;

interface NamedChange {
  readonly change: PhaseChange;
  readonly label: string;
  readonly rows: readonly WaterfallRow[];
}

/**
 * Where a difference between two sides comes from: the change of each phase's mean, laid end to end from 0 to the change of
 * the mean trial.
 */
export function waterfallChart(view: BenchmarkView): Chart | undefined {
  const { report, benchmark, series } = view;
  const { comparison } = report;
  const changes = changesOf(wholeOf(view));
  const scale = changeScale(changes);
  const caseIds = new Set(series.map(({ caseId }) => caseId));
  const isHere = ({ change }: NamedChange): boolean => caseIds.has(change.caseId);
  const all = changes.map((change): NamedChange => ({
    change,
    label: pairLabel(wholeOf(view), change),
    rows: waterfallRows(change, scale),
  }));
  const largestOfAll = largest(all);
  const drawn = largestOfAll.filter(isHere);
  if (comparison === undefined || drawn.length === 0) return undefined;
  const named = all.filter(isHere);
  const candidates = comparison.candidates.map(({ id }) => id).join(', ');
  const title = sheetTitle(view, `Where the difference lies: ${candidates} against ${comparison.base.id}`);
  const subtitle = `${benchmark.id}, change of the mean duration of each phase of a trial`;
  const altText = `${title}. ${named.map((each) => describe(each, scale)).join('; ')}.`;
  const ends = largestOfAll.flatMap(({ rows }) => rows.flatMap(({ from, to }) => [from, to]));
  const domain = paddedDomain(ends, 0.02);
  const panels = drawn.map(({ change, label, rows }, index) =>
    waterfallPanel({
      title: label,
      subtitle: `mean trial ${meansText(change, scale)}, n = ${change.base.count} and ${change.candidate.count}`,
      rows,
      scale,
      domain,
      isLast: index === drawn.length - 1,
    }),
  );
  return {
    id: chartId(benchmark.id, 'waterfall'),
    title,
    altText,
    sentence: sentenceOf(drawn, scale, { drawn: largestOfAll.length, all: all.length }),
    spec: composeSpec({ title, subtitle, altText, colors: 'shared' }, panels),
  };
}

/** Those that are not all zero. */
function changesOf(view: BenchmarkView): readonly PhaseChange[] {
  return pairFigures(view.report.figures.phaseChanges, view).filter(({ steps }) =>
    steps.some(({ changeUs }) => changeUs !== 0),
  );
}

function changeScale(changes: readonly PhaseChange[]): DisplayScale {
  return displayScale(
    changes.map(({ totalUs, steps }) =>
      Math.max(...[totalUs, ...steps.map(({ changeUs }) => changeUs)].map(Math.abs)),
    ),
    wallMetric.unit,
  );
}

/** Those whose mean trials differ most, in the order of the plan. */
function largest(named: readonly NamedChange[]): readonly NamedChange[] {
  const sizes = named.map(({ change }) => Math.abs(change.totalUs)).sort((a, b) => b - a);
  const least = sizes[mostPanels - 1] ?? 0;
  return named.filter(({ change }) => Math.abs(change.totalUs) >= least).slice(0, mostPanels);
}

function meansText({ base, candidate }: PhaseChange, scale: DisplayScale): string {
  return `${formatScaled(base.meanUs, scale)} → ${formatWithUnit(candidate.meanUs, scale)}`;
}

/** "vcpus=1: +1.23 ms in all (88.80 → 90.03 ms), most of it ready +1.10 ms, start +0.20 ms". */
function describe({ change, label, rows }: NamedChange, scale: DisplayScale): string {
  const size = ({ from, to }: WaterfallRow): number => Math.abs(to - from);
  const steps = rows
    .slice(0, -1)
    .filter((row) => size(row) > 0)
    .toSorted((one, other) => size(other) - size(one));
  const parts = steps.slice(0, 3).map(({ phase, text }) => `${phase} ${text}`);
  return `${label}: ${rows.at(-1)?.text ?? ''} in all (${meansText(change, scale)}), the largest steps ${parts.join(', ')}`;
}

function sentenceOf(
  drawn: readonly NamedChange[],
  scale: DisplayScale,
  counts: { readonly drawn: number; readonly all: number },
): string {
  const first = drawn.toSorted(
    (one, other) => Math.abs(other.change.totalUs) - Math.abs(one.change.totalUs),
  )[0];
  const runCount = Math.max(...drawn.map(({ change }) => change.base.runCount));
  return [
    first === undefined ? '' : `${describe(first, scale)}.`,
    'Each bar is what a phase adds to the mean trial (+, longer) or takes from it (-, shorter), from 0 to the whole difference in ' +
      `${unitLabel(scale.unit)}; the steps add up to it, with what no phase covers as "unaccounted". They say where a difference lies, and the verdicts whether there is one.`,
    ...(counts.drawn < counts.all
      ? [`Drawn are the ${counts.drawn} largest of ${counts.all} differences.`]
      : []),
    ...(runCount > 1 ? ['Of several runs it is the mean of the runs.'] : []),
  ].join(' ');
}
