import type { Finding } from '../../model/finding.ts';
import { formatChange } from '../../model/format-effect.ts';
import { median } from '../../stats/moments.ts';
import { newcombeDifference } from '../../stats/shares.ts';
import type { HeadlineSeries } from '../headline-series.ts';

/** A headline with the value up to which a trial belongs to the lower mode; without one where there are not two. */
export interface CutSeries extends HeadlineSeries {
  readonly cut: number | undefined;
}

/**
 * Where a headline has two modes in one of two arms at least: how much of a difference is of their shares, and how much is
 * a shift of the modes themselves. An arm of one mode is parted where the other one is.
 */
export function compareModes(base: CutSeries, candidate: CutSeries): readonly Finding[] {
  const [ofBase, ofCandidate] = [part(base, candidate.cut), part(candidate, base.cut)];
  if (ofBase === undefined || ofCandidate === undefined) return [];
  const { difference, interval } = newcombeDifference({
    base: { hits: ofBase.slow.length, count: base.values.length },
    candidate: { hits: ofCandidate.slow.length, count: candidate.values.length },
  });
  const points = (share: number): string =>
    formatChange(100 * share, { scale: 'difference', unit: 'percent' });
  return [
    {
      rule: 'modes',
      severity: 'note',
      message:
        `${candidate.caseId}: from arm ${base.armId} to arm ${candidate.armId} the share of the upper mode of ` +
        `${base.metric.id} changes by ${points(difference)} (${points(interval.lower)} to ${points(interval.upper)}), ` +
        `the median within the lower mode by ${shift(ofBase.fast, ofCandidate.fast, base)}, ` +
        `within the upper one by ${shift(ofBase.slow, ofCandidate.slow, base)}`,
      advice: 'Say which of the two a change is: more trials of one mode, or modes that moved',
    },
  ];
}

interface Parts {
  readonly fast: readonly number[];
  readonly slow: readonly number[];
}

/** Undefined where neither arm has modes. */
function part({ values, cut }: CutSeries, otherCut: number | undefined): Parts | undefined {
  const limit = cut ?? otherCut;
  if (limit === undefined) return undefined;
  return { fast: values.filter((value) => value <= limit), slow: values.filter((value) => value > limit) };
}

function shift(before: readonly number[], after: readonly number[], { metric }: CutSeries): string {
  if (before.length === 0 || after.length === 0)
    return 'nothing that could be told, for one arm has none in it';
  const [from, to] = [median(before), median(after)];
  const isRatio = from > 0 && to > 0 && metric.kind !== 'share';
  const scale = isRatio ? 'ratio' : 'difference';
  return formatChange(isRatio ? to / from : to - from, { scale, unit: metric.unit });
}
