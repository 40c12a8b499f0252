import { optional } from '../../base/optional.ts';
import type { Calibration, FalseAlarms, MetricFalseAlarms, SeenShare } from '../../model/calibration.ts';
import type { Comparison } from '../../model/comparison.ts';
import { median } from '../../stats/moments.ts';
import { detectableChange } from '../compare/precision.ts';
import { countedShare, seenShare } from './seen-share.ts';
import { additiveMargin, estimatesOf, fromAdditive, intervalErrorsOf, rootMeanSquare } from './spread.ts';

/** Counts what comparisons of two equal arms found. Of one metric they are of disjoint trials, so that each counts alone. */
export function judgeFalseAlarms(
  comparisons: readonly Comparison[],
  alpha: number,
): Calibration['falseAlarms'] {
  const groups = groupByMetric(comparisons.filter(({ test }) => test !== undefined)).filter(varies);
  const tested = groups.flat();
  const gated = tested.filter(({ isGated }) => isGated);
  const metrics = groups.map((group) => judgeMetric(group, alpha));
  return {
    gated: countAlarms(gated, alpha, groupByMetric(gated).length > 1 ? countedShare : seenShare),
    all: countAlarms(tested, alpha, countedShare),
    metrics: [...metrics.filter(({ isGated }) => isGated), ...metrics.filter(({ isGated }) => !isGated)],
  };
}

type CountShare = (
  comparisons: readonly Comparison[],
  isHit: (comparison: Comparison) => boolean,
) => SeenShare;

function countAlarms(comparisons: readonly Comparison[], alpha: number, count: CountShare): FalseAlarms {
  return {
    comparisons: comparisons.length,
    significant: count(comparisons, ({ test }) => test !== undefined && test.p < alpha),
    called: count(comparisons, ({ verdict }) => verdict === 'regressed' || verdict === 'improved'),
  };
}

/** A metric that was the same in every trial cannot raise an alarm, and would make the share of alarms look small. */
function varies(group: readonly Comparison[]): boolean {
  return group.some(({ difference }) => {
    const { lower = 0, upper = 0 } = difference?.interval ?? {};
    return lower !== 0 || upper !== 0 || difference?.estimate !== 0;
  });
}

/** A metric is gated in one benchmark and explored in another: these are two groups. */
function groupByMetric(comparisons: readonly Comparison[]): readonly (readonly Comparison[])[] {
  const groups = new Map<string, Comparison[]>();
  for (const comparison of comparisons) {
    const key = `${comparison.metric.id} ${String(comparison.isGated)}`;
    const others = groups.get(key);
    if (others === undefined) groups.set(key, [comparison]);
    else others.push(comparison);
  }
  return [...groups.values()];
}

function judgeMetric(group: readonly Comparison[], alpha: number): MetricFalseAlarms {
  // A ratio in one window and a difference in another, for want of a zero, are not of one spread.
  const scale = group.every((each) => each.scale === 'ratio') ? 'ratio' : 'difference';
  const alike = group.filter((each) => each.scale === scale);
  const intervalStandardError = rootMeanSquare(intervalErrorsOf(alike));
  const detectable =
    intervalStandardError === undefined
      ? undefined
      : detectableOf(alike, { scale, alpha, standardError: intervalStandardError });
  const [first] = group;
  return {
    metricId: first?.metric.id ?? '',
    isGated: first?.isGated === true,
    unit: first?.metric.unit ?? 'count',
    scale,
    ...countAlarms(group, alpha, seenShare),
    ...optional('standardError', rootMeanSquare(estimatesOf(alike))),
    ...optional('intervalStandardError', intervalStandardError),
    ...optional('detectable', detectable),
  };
}

interface Spread {
  readonly scale: Comparison['scale'];
  readonly alpha: number;
  readonly standardError: number;
}

function detectableOf(alike: readonly Comparison[], { scale, alpha, standardError }: Spread): number {
  const margin = median(alike.map(additiveMargin));
  return fromAdditive(detectableChange(standardError, { margin, alpha }), scale);
}
