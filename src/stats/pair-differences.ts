/**
 * All differences between a value of the candidate and one of the base, in ascending order, without listing them: how
 * many are at most a limit is counted in n + m steps, since both samples are sorted, and a value is found by halving the
 * span in which it lies until few enough are left to be listed. So 5 000 against 5 000 values take no 200 MB.
 */
import { checkSamples, sortAscending } from './check-samples.ts';
import type { OrderedValues } from './rank-interval.ts';

interface Sorted {
  readonly base: readonly number[];
  readonly candidate: readonly number[];
}

/** A limit and how many differences are at most that. */
interface Probe {
  readonly limit: number;
  readonly count: number;
}

/** Listing and sorting this many costs about as much as halving the span again. */
const listed = 16;

/** @throws BenchError `SAMPLE_INVALID` for an empty sample or a value that is not finite */
export function pairDifferences(base: readonly number[], candidate: readonly number[]): OrderedValues {
  checkSamples(base, 'shift');
  checkSamples(candidate, 'shift');
  const sorted = { base: sortAscending(base), candidate: sortAscending(candidate) };
  const least = (sorted.candidate[0] ?? NaN) - (sorted.base.at(-1) ?? NaN);
  const most = (sorted.candidate.at(-1) ?? NaN) - (sorted.base[0] ?? NaN);
  const count = base.length * candidate.length;
  // What was counted for one rank narrows the span of the next.
  const probes: Probe[] = [
    { limit: least, count: countUpTo(least, sorted) },
    { limit: most, count },
  ];
  return { count, at: (rank) => findRank(rank, sorted, probes) };
}

function findRank(rank: number, sorted: Sorted, probes: Probe[]): number {
  let above = probes.findIndex(({ count }) => count >= rank);
  for (;;) {
    const [lower, upper] = [probes[above - 1], probes[above]];
    if (upper === undefined) return NaN;
    // The least of all, where there is none below.
    if (lower === undefined) return upper.limit;
    if (upper.count - lower.count <= listed) {
      return listBetween(lower.limit, upper.limit, sorted)[rank - lower.count - 1] ?? NaN;
    }
    const limit = lower.limit + (upper.limit - lower.limit) / 2;
    // No double lies between: all that are left are equal.
    if (limit <= lower.limit || limit >= upper.limit) return upper.limit;
    const count = countUpTo(limit, sorted);
    probes.splice(above, 0, { limit, count });
    if (count < rank) above += 1;
  }
}

/** With rising values of the candidate ever fewer of the base are near enough. */
function countUpTo(limit: number, { base, candidate }: Sorted): number {
  let count = 0;
  let first = 0;
  for (const after of candidate) {
    while (first < base.length && after - (base[first] ?? NaN) > limit) first += 1;
    count += base.length - first;
  }
  return count;
}

/** The differences above one limit and up to another, ascending. */
function listBetween(lower: number, upper: number, { base, candidate }: Sorted): Float64Array {
  const found: number[] = [];
  let first = 0;
  for (const after of candidate) {
    while (first < base.length && after - (base[first] ?? NaN) > upper) first += 1;
    for (let column = first; column < base.length; column += 1) {
      const difference = after - (base[column] ?? NaN);
      if (difference <= lower) break;
      found.push(difference);
    }
  }
  return Float64Array.from(found).sort();
}
