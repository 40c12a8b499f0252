/** In how many ways k of n can be chosen; exact up to 2⁵³, `Infinity` beyond the largest double. */
export function binomialCoefficient(n: number, k: number): number {
  let count = 1;
  // Each division comes out even: after step i the count is n − k + i over i.
  for (let i = 1; i <= Math.min(k, n - k); i += 1) count = (count * (n - Math.min(k, n - k) + i)) / i;
  return Math.round(count);
}
