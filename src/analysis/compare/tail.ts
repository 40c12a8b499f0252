import type { TailComparison } from '../../model/comparison.ts';
import type { ShareCount } from '../../model/share-count.ts';
import { stratifiedExceedanceTest } from '../../stats/exceedance.ts';
import { quantileType7 } from '../../stats/quantile.ts';
import type { UnitValues } from './units.ts';

/** The quantile of both sides together above which a value counts as of the tail. */
const tailProbability = 0.95;
/** Below, the tail would be a handful of trials. */
const leastCount = 40;

/**
 * Counts of slow trials on both sides, above one limit that neither side alone has set: under no difference the labels
 * could be swapped within each block, which is what the exact test asks. Never the difference of two p95s, which small
 * samples do not have.
 */
export function compareTail(units: UnitValues): TailComparison | undefined {
  if (units.unit === 'run') return undefined;
  const strata = units.unit === 'block' ? units.blocks : [units];
  const all = strata.flatMap(({ base, candidate }) => [...base, ...candidate]);
  if (all.length < leastCount) return undefined;
  const limit = quantileType7(all, tailProbability);
  const counted = strata.map(({ base, candidate }) => ({
    base: countAbove(base, limit),
    candidate: countAbove(candidate, limit),
  }));
  return {
    limit,
    probability: tailProbability,
    base: sumOf(counted.map(({ base }) => base)),
    candidate: sumOf(counted.map(({ candidate }) => candidate)),
    p: stratifiedExceedanceTest(counted).p,
  };
}

function countAbove(values: readonly number[], limit: number): ShareCount {
  return { hits: values.filter((value) => value > limit).length, count: values.length };
}

function sumOf(counts: readonly ShareCount[]): ShareCount {
  return {
    hits: counts.reduce((sum, { hits }) => sum + hits, 0),
    count: counts.reduce((sum, { count }) => sum + count, 0),
  };
}
