import type { CurveGap } from '../../model/figures/curve-gap.ts';
import { sortAscending } from '../../stats/check-samples.ts';
import type { HeadlinePair } from './headline-pairs.ts';

/** Where the two curves of each pair are farthest apart: the first such value. */
export function curveGaps(pairs: readonly HeadlinePair[]): readonly CurveGap[] {
  return pairs.map(({ caseId, candidateId, values }) => ({
    caseId,
    candidateId,
    ...widestGap(sortAscending(values.base.flat()), sortAscending(values.candidate.flat())),
  }));
}

function widestGap(
  base: readonly number[],
  candidate: readonly number[],
): Pick<CurveGap, 'at' | 'baseShare' | 'candidateShare'> {
  let widest = { at: NaN, baseShare: 0, candidateShare: 0 };
  let [ofBase, ofCandidate] = [0, 0];
  for (const at of new Set(sortAscending([...base, ...candidate]))) {
    while ((base[ofBase] ?? Infinity) <= at) ofBase += 1;
    while ((candidate[ofCandidate] ?? Infinity) <= at) ofCandidate += 1;
    const here = { at, baseShare: ofBase / base.length, candidateShare: ofCandidate / candidate.length };
    if (Number.isNaN(widest.at) || gapOf(here) > gapOf(widest)) widest = here;
  }
  return widest;
}

function gapOf({ baseShare, candidateShare }: Omit<CurveGap, 'caseId' | 'candidateId'>): number {
  return Math.abs(baseShare - candidateShare);
}
