import { checkSamples } from './check-samples.ts';
import { midRanks } from './ranks.ts';

export interface KolmogorovSmirnov {
  /** The largest distance between the two empirical distribution functions, 0 to 1. */
  readonly distance: number;
  readonly p: number;
  readonly method: 'exact' | 'asymptotic';
}

/** Up to this number of pairs the p is exact. */
const exactPairs = 10_000;

/**
 * Whether two samples come from one distribution, whatever differs. It is weak where the two are only shifted; there the
 * rank tests are better. The exact p is conditional on the ties (Schröer and Trenkler 1995).
 * @throws BenchError `SAMPLE_INVALID` for an empty sample or a value that is not finite
 */
export function kolmogorovSmirnov(base: readonly number[], candidate: readonly number[]): KolmogorovSmirnov {
  checkSamples(base, 'Kolmogorov-Smirnov test');
  checkSamples(candidate, 'Kolmogorov-Smirnov test');
  const ranks = midRanks([...base, ...candidate]);
  const places = ranks
    .map((rank, index) => ({ rank, isBase: index < base.length }))
    .sort((a, b) => a.rank - b.rank);
  // Only between values that differ do the functions have a distance.
  const isEdge = places.map(({ rank }, at) => places[at + 1]?.rank !== rank);
  let steps = 0;
  let gap = 0;
  for (const [at, { isBase }] of places.entries()) {
    steps += isBase ? candidate.length : -base.length;
    if (isEdge[at] === true) gap = Math.max(gap, Math.abs(steps));
  }
  const pairs = base.length * candidate.length;
  const distance = gap / pairs;
  if (pairs > exactPairs) {
    const p = asymptoticP(distance * Math.sqrt(pairs / (base.length + candidate.length)));
    return { distance, p, method: 'asymptotic' };
  }
  const counts = { base: base.length, candidate: candidate.length };
  return { distance, p: exactP(gap, counts, isEdge), method: 'exact' };
}

/**
 * The probability that a random path from (0, 0) to (n, m) somewhere reaches the gap: of a path through (i, j), the last
 * step was along the base with probability i/(i + j). All terms are positive, so small p keep their digits.
 */
function exactP(
  gap: number,
  { base, candidate }: { readonly base: number; readonly candidate: number },
  isEdge: readonly boolean[],
): number {
  const reached = new Float64Array(candidate + 1);
  for (let i = 0; i <= base; i += 1) {
    for (let j = 0; j <= candidate; j += 1) {
      const isBeyond = Math.abs(i * candidate - j * base) >= gap && isEdge[i + j - 1] === true;
      const before = (i * (reached[j] ?? NaN) + j * (reached[j - 1] ?? 0)) / Math.max(1, i + j);
      reached[j] = isBeyond ? 1 : before;
    }
  }
  return Math.min(1, reached[candidate] ?? NaN);
}

/** Kolmogorov's series. */
function asymptoticP(scaled: number): number {
  // Below, the series needs many terms and its sum is 1 to twelve digits.
  if (scaled < 0.2) return 1;
  let p = 0;
  for (let term = 1; term <= 100; term += 1) {
    p += (term % 2 === 1 ? 2 : -2) * Math.exp(-2 * (term * scaled) ** 2);
  }
  return Math.min(1, Math.max(Number.MIN_VALUE, p));
}
