import type { HistoryChange, HistoryPoint } from '../model/history.ts';
import type { Direction } from '../model/metric.ts';
import { findChangePoints, type ChangePoint } from '../stats/e-divisive.ts';

/** Runs on either side of a change, the p that it must not exceed, and the least that is worth telling. */
export const changeRule = { minimumSegment: 4, p: 0.001, minimumChange: 0.02 } as const;

/** The change points of the medians of a series, each with the run at which the new level begins. */
export function findChanges(points: readonly HistoryPoint[], direction: Direction): readonly HistoryChange[] {
  const medians = points.map(({ median }) => median);
  return findChangePoints(medians, changeRule).flatMap((change) => {
    const first = points[change.index];
    if (first === undefined) return [];
    const { meanBefore: before, meanAfter: after, relativeChange, p } = change;
    return {
      runId: first.runId,
      startedAt: first.startedAt,
      before,
      after,
      ...(Number.isFinite(relativeChange) ? { relativeChange } : {}),
      verdict: verdictOf(change, direction),
      p,
    };
  });
}

function verdictOf({ meanBefore, meanAfter }: ChangePoint, direction: Direction): HistoryChange['verdict'] {
  if (direction === 'neither') return 'other';
  return meanAfter < meanBefore === (direction === 'lower-is-better') ? 'better' : 'worse';
}
