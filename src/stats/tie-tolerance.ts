/**
 * How near two values count as equal. Values that were equal before a conversion of units, a logarithm or the
 * subtraction of a block's centre differ by rounding afterwards; without a tolerance they would get ranks of their
 * own, and relabellings that regroup equal values would count as less extreme than what was seen.
 * @param values what is compared
 * @param origin what the values were computed from, where that is larger and its rounding therefore too
 */
export function tieTolerance(values: readonly number[], origin: readonly number[] = values): number {
  return Math.max(1e-9 * largestMagnitude(values), 1e-13 * largestMagnitude(origin));
}

/** Without spreading, since a call takes no more than some ten thousand arguments. */
function largestMagnitude(values: readonly number[]): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}
