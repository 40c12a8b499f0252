import type { CurvePoint } from '../../model/calibration.ts';
import type { Comparison } from '../../model/comparison.ts';
import { wallTimesNs, type TrialRecord } from '../../model/trial.ts';
import { mean, median } from '../../stats/moments.ts';
import { detectableChange } from '../compare/precision.ts';
import { additiveMargin, fromAdditive, intervalErrorsOf, rootMeanSquare } from './spread.ts';

/** Each costs twice the one before. */
const blockCounts: readonly number[] = [6, 12, 24, 48, 96, 192];
/** Of both arms together, two of each. */
const trialsPerBlock = 4;

export interface CurveInput {
  /** Of gated metrics, all of the same number of blocks. */
  readonly comparisons: readonly Comparison[];
  readonly blocks: number;
  readonly alpha: number;
  /** Of the two arms that were compared. */
  readonly trials: readonly TrialRecord[];
}

/** What other numbers of blocks would see of each gated ratio, and what they take: standard errors shrink with the root. */
export function mdeCurve({ comparisons, blocks, alpha, trials }: CurveInput): readonly CurvePoint[] {
  const ids = [...new Set(comparisons.map(({ metric }) => metric.id))];
  const measured = trials.filter(({ isWarmup, outcome }) => !isWarmup && outcome.status === 'ok');
  const wallsNs = wallTimesNs(measured);
  const trialMinutes = wallsNs.length === 0 ? 0 : mean(wallsNs) / 60e9;
  return ids.flatMap((metricId) => {
    const own = comparisons.filter(({ metric, scale }) => metric.id === metricId && scale === 'ratio');
    const standardError = rootMeanSquare(intervalErrorsOf(own));
    if (standardError === undefined) return [];
    const margin = median(own.map(additiveMargin));
    return blockCounts.map((count) => {
      const size = detectableChange(standardError * Math.sqrt(blocks / count), { margin, alpha });
      const minutes = count * trialsPerBlock * trialMinutes;
      return { metricId, blocks: count, detectable: fromAdditive(size, 'ratio'), minutes };
    });
  });
}
