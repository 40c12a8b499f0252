/**
 * The distribution of the Mann-Whitney count U under the null hypothesis without ties: probabilities of 0, 1, … n·m. By
 * the product of Gauss for the number of partitions; every step adds more than it takes away, so no digits are lost.
 * @param base number of values, as `candidate`; n·m is at most some ten thousands, or the counts overflow
 */
export function uProbabilities(base: number, candidate: number): Float64Array {
  const few = Math.min(base, candidate);
  const many = Math.max(base, candidate);
  const counts = new Float64Array(base * candidate + 1);
  counts[0] = 1;
  for (let size = 1; size <= few; size += 1) {
    for (let u = counts.length - 1; u >= many + size; u -= 1) {
      counts[u] = (counts[u] ?? NaN) - (counts[u - many - size] ?? NaN);
    }
    for (let u = size; u < counts.length; u += 1) {
      counts[u] = (counts[u] ?? NaN) + (counts[u - size] ?? NaN);
    }
  }
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / all);
}

/** Its variance: n·m·(n + m + 1)/12. */
export function uVariance(base: number, candidate: number): number {
  return (base * candidate * (base + candidate + 1)) / 12;
}
