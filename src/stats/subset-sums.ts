/**
 * How many ways there are to choose `size` of the values so that they add up to 0, 1, 2 …; by counting value after value,
 * never listing a set. Exact while the number of all sets is below 2⁵³.
 * @param values whole numbers from 0 on
 */
export function subsetSumCounts(values: readonly number[], size: number): Float64Array {
  const largest = values.reduce((total, value) => total + value, 0);
  const bySize = Array.from({ length: size + 1 }, () => new Float64Array(largest + 1));
  bySize[0]?.fill(1, 0, 1);
  for (const value of values) {
    // From the largest size down, so that no value is chosen twice.
    for (let chosen = size; chosen >= 1; chosen -= 1) {
      const [from, to] = [bySize[chosen - 1], bySize[chosen]];
      if (from !== undefined && to !== undefined) addShifted(from, to, value);
    }
  }
  return bySize[size] ?? new Float64Array(0);
}

function addShifted(from: Float64Array, to: Float64Array, shift: number): void {
  for (let at = shift; at < to.length; at += 1) to[at] = (to[at] ?? NaN) + (from[at - shift] ?? NaN);
}
