import { matchesGlob } from '../model/glob.ts';
import {
  environmentFacts,
  type Environment,
  type EnvironmentChange,
  type History,
  type HistoryPoint,
  type HistorySeries,
} from '../model/history.ts';
import { byStart } from './by-start.ts';
import { environmentOf, type Subject } from './environment-of.ts';
import { findChanges } from './find-changes.ts';
import type { RunFacts, RunRecords } from './run-facts.ts';
import { summarise } from './summarise.ts';

/** Which metrics and cases a history is of, by patterns as `matchesGlob` takes them. */
export interface HistorySelection {
  /** Empty for the headline of each case. */
  readonly metrics: readonly string[];
  /** Empty for all. */
  readonly cases: readonly string[];
}

/** A value of a run with what it is of. */
export interface PlacedPoint {
  readonly subject: Subject;
  readonly environment: Environment;
  readonly point: HistoryPoint;
}

/**
 * The medians of runs over time. Each environment has a series of its own, to which a run that comes later returns; a change
 * of the environment is therefore never taken for a change of what is measured. A run that is given twice counts once.
 */
export function makeHistory(runs: readonly RunRecords[], selection: HistorySelection): History {
  const distinct = [...new Map(runs.map((run) => [run.manifest.runId, run])).values()].sort((one, other) =>
    byStart(one.manifest, other.manifest),
  );
  const points = distinct.filter(hasPlace).flatMap(({ manifest, trials }) => {
    return pointsOf({ manifest, cases: summarise(manifest, trials) }, selection);
  });
  return {
    series: seriesOfPoints(points),
    leftOut: distinct.filter((run) => !hasPlace(run)).map(({ manifest }) => manifest.runId),
  };
}

/** Without an end a run is no point yet; without a beginning it has no place among the others. */
export function hasPlace({ manifest: { end, startedAt } }: Pick<RunRecords, 'manifest'>): boolean {
  return end.status !== 'running' && startedAt !== undefined;
}

/** The series of points that come in the order of their runs' starts, each run once. */
export function seriesOfPoints(points: readonly PlacedPoint[]): readonly HistorySeries[] {
  const subjects = groupBy(points, ({ subject }) => [subject.case.id, subject.armId, subject.metric.id]);
  return subjects.flatMap(seriesOf);
}

/** The points of one run that has a place among others. */
export function pointsOf(
  { manifest, cases }: Pick<RunFacts, 'manifest' | 'cases'>,
  selection: HistorySelection,
): readonly PlacedPoint[] {
  const ofCases = cases.filter((summary) => isOneOf(summary.case.id, selection.cases));
  return ofCases.flatMap(({ case: ofCase, headline, arms }) =>
    arms.flatMap((arm) => {
      const wanted = arm.metrics.filter(({ metric }) =>
        selection.metrics.length === 0 ? metric.id === headline : isOneOf(metric.id, selection.metrics),
      );
      return wanted.map(({ metric, count, median, medianInterval }) => {
        const subject = { case: ofCase, armId: arm.armId, metric };
        const interval = medianInterval.kind === 'value' ? { interval: medianInterval.value } : {};
        const { runId, startedAt = '' } = manifest;
        const point = { runId, startedAt, count, median, ...interval };
        return { subject, environment: environmentOf(manifest, subject), point };
      });
    }),
  );
}

/** No pattern matches everything. */
function isOneOf(text: string, patterns: readonly string[]): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matchesGlob(pattern, text));
}

/** In the order in which the keys first come. */
function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => unknown): readonly (readonly Item[])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}

/** The series of one subject, one an environment. */
function seriesOf(ofSubject: readonly PlacedPoint[]): readonly HistorySeries[] {
  const byEnvironment = groupBy(ofSubject, ({ environment }) => environment);
  return byEnvironment.flatMap((placed, index) => {
    const [first] = placed;
    if (first === undefined) return [];
    const { subject, environment } = first;
    const points = placed.map(({ point }) => point);
    return {
      caseId: subject.case.id,
      armId: subject.armId,
      metric: subject.metric,
      environment,
      changedFrom: differences(byEnvironment[index - 1]?.[0]?.environment, environment),
      points,
      changes: findChanges(points, subject.metric.direction),
    };
  });
}

function differences(before: Environment | undefined, after: Environment): readonly EnvironmentChange[] {
  if (before === undefined) return [];
  const changed = environmentFacts.filter((fact) => before[fact] !== after[fact]);
  return changed.map((fact) => ({ fact, before: before[fact], after: after[fact] }));
}
