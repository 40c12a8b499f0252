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
  // Numbers alone, since sorting them with their places by a function takes several times as long.
  const sorted = Float64Array.from(values).sort();
  const rankAt = new Float64Array(sorted.length);
  let start = 0;
  for (let position = 0; position < sorted.length; position += 1) {
    const next = sorted[position + 1];
    if (next !== undefined && next - (sorted[position] ?? NaN) <= tolerance) continue;
    rankAt.fill((start + 1 + position + 1) / 2, start, position + 1);
    start = position + 1;
  }
  return values.map((value) => rankAt[placeOf(value, sorted)] ?? NaN);
}

/** The first place of a value among sorted ones that hold it. */
function placeOf(value: number, sorted: Float64Array): number {
  let [from, to] = [0, sorted.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? NaN) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
