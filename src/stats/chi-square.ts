import { normalCdf } from './distributions.ts';

/**
 * P(X > x) of the χ² distribution with a whole number of degrees of freedom: the finite sum that integration by parts
 * gives, from the normal tail or from the exponential one on.
 */
export function chiSquareTail(x: number, df: number): number {
  if (x <= 0) return 1;
  const isOdd = df % 2 === 1;
  const half = x / 2;
  let term = isOdd ? Math.sqrt((4 * half) / Math.PI) * Math.exp(-half) : Math.exp(-half);
  let tail = isOdd ? 2 * normalCdf(-Math.sqrt(x)) : term;
  if (isOdd && df > 1) tail += term;
  for (let upTo = isOdd ? 5 : 4; upTo <= df; upTo += 2) {
    term *= x / (upTo - 2);
    tail += term;
  }
  return Math.min(1, tail);
}
