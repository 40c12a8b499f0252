/** Quantiles of a resample without making it: the values are sorted once, and a draw only says how often each counts. */
import { checkSamples } from './check-samples.ts';

/** Values that are drawn in groups, ascending. */
export interface OrderedGroups {
  readonly values: Float64Array;
  /** Of each value. */
  readonly groups: Uint32Array;
}

/** @throws BenchError `SAMPLE_INVALID` for no values or one that is not finite */
export function orderGroups(groups: readonly (readonly number[])[]): OrderedGroups {
  const entries = groups.flatMap((values, group) => values.map((value) => ({ value, group })));
  checkSamples(
    entries.map(({ value }) => value),
    'quantile',
  );
  entries.sort((first, second) => first.value - second.value);
  return {
    values: Float64Array.from(entries, ({ value }) => value),
    groups: Uint32Array.from(entries, ({ group }) => group),
  };
}

/**
 * Quantiles of type 7 of the values, each taken as often as its group counts; NaN where none does.
 * @param counts by group
 * @param probabilities ascending, from 0 to 1
 */
export function countedQuantiles(
  { values, groups }: OrderedGroups,
  counts: ArrayLike<number>,
  probabilities: readonly number[],
): readonly number[] {
  let total = 0;
  for (let at = 0; at < groups.length; at += 1) total += countAt(at);
  let index = -1;
  let seen = 0;
  return probabilities.map((probability) => {
    const rank = (total - 1) * probability;
    const below = Math.floor(rank);
    while (seen <= below && index < values.length - 1) {
      index += 1;
      seen += countAt(index);
    }
    const lower = total === 0 ? NaN : (values[index] ?? NaN);
    const upper = seen > below + 1 || rank === below ? lower : nextCounted(index);
    return Math.min(upper, lower + (rank - below) * (upper - lower));
  });

  function countAt(at: number): number {
    return counts[groups[at] ?? NaN] ?? 0;
  }

  function nextCounted(after: number): number {
    let at = after + 1;
    while (at < values.length && countAt(at) === 0) at += 1;
    return values[at] ?? values[after] ?? NaN;
  }
}
