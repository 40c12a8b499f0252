import { checkSamples } from './check-samples.ts';
import { tieTolerance } from './tie-tolerance.ts';

/**
 * Ranks from 1 on, in the order of the values; equal ones share the mean of theirs, so that each rank is a multiple of ½
 * and sums of ranks are exact. −0 equals 0.
 * @param tolerance neighbours that are no farther apart are equal
 * @throws BenchError `SAMPLE_INVALID` for an empty list or a value that is not finite
 */
export function midRanks(values: readonly number[], tolerance = tieTolerance(values)): readonly number[] {
  checkSamples(values, 'ranks');
  const sorted = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
  const ranks = new Array<number>(values.length).fill(0);
  let start = 0;
  for (const [position, { value }] of sorted.entries()) {
    const next = sorted[position + 1];
    if (next !== undefined && next.value - value <= tolerance) continue;
    const rank = (start + 1 + position + 1) / 2;
    for (; start <= position; start += 1) ranks[sorted[start]?.index ?? NaN] = rank;
  }
  return ranks;
}
