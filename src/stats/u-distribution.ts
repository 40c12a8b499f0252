/**
 * The distribution of the Mann-Whitney count U under the null hypothesis without ties: probabilities of 0, 1, … n·m. By
 * the product of Gauss for the number of partitions. Only the lower half of each step is computed and then mirrored: in it
 * nothing is taken from a count but a smaller one, so that the far tails keep their digits where counts exceed 2⁵³.
 * @param base number of values, as `candidate`; n·m is at most some ten thousands, or the counts overflow
 */
export function uProbabilities(base: number, candidate: number): Float64Array {
  const few = Math.min(base, candidate);
  const many = Math.max(base, candidate);
  const counts = new Float64Array(base * candidate + 1);
  counts[0] = 1;
  for (let size = 1; size <= few; size += 1) growCounts(counts, { size, many });
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / all);
}

/** From the counts of `size − 1` values against `many`, which fill (size − 1)·many + 1 places, to those of `size`. */
function growCounts(
  counts: Float64Array,
  { size, many }: { readonly size: number; readonly many: number },
): void {
  const last = size * many;
  const middle = Math.floor(last / 2);
  for (let u = middle; u >= many + size; u -= 1) {
    counts[u] = (counts[u] ?? NaN) - (counts[u - many - size] ?? NaN);
  }
  for (let u = size; u <= middle; u += 1) counts[u] = (counts[u] ?? NaN) + (counts[u - size] ?? NaN);
  for (let u = 0; u <= middle; u += 1) counts[last - u] = counts[u] ?? NaN;
}

/** P(U ≤ u) for each u; by symmetry P(U ≥ u) is that of n·m − u. */
export function uLowerTails(base: number, candidate: number): Float64Array {
  let sum = 0;
  return uProbabilities(base, candidate).map((probability) => (sum += probability));
}

/** Its variance: n·m·(n + m + 1)/12. */
export function uVariance(base: number, candidate: number): number {
  return (base * candidate * (base + candidate + 1)) / 12;
}
