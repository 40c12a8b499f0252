/** Plain sum, 0 of nothing; for sums whose rounding does not matter, such as those of ranks, which are exact. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
