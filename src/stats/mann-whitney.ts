/**
 * The rank test of two independent samples (Mann and Whitney 1947; Wilcoxon 1945). Exact with and without ties where that
 * is affordable, since the usual table of U is wrong under ties; else the normal approximation, corrected for ties.
 */
import { checkSamples } from './check-samples.ts';
import { normalCdf } from './distributions.ts';
import { midRanks } from './ranks.ts';
import { sum } from './sum.ts';
import { subsetSumCounts } from './subset-sums.ts';
import { uLowerTails } from './u-distribution.ts';

type Alternative = 'two-sided' | 'greater' | 'less';

export interface MannWhitneyOptions {
  /** `greater`: whether the candidate's values are the greater ones. Default `two-sided`. */
  readonly alternative?: Alternative;
  /** `normal` even where exact is affordable. Default `auto`. */
  readonly method?: 'auto' | 'normal';
  /** Of the normal approximation: whether half a step is taken off. Default true. */
  readonly continuity?: boolean;
  /** Where the tails of U without ties come from: many tests of samples of one size need compute them once. */
  readonly lowerTails?: (base: number, candidate: number) => Float64Array;
}

export interface MannWhitney {
  /** Pairs in which the candidate's value is the greater one, ties as half. */
  readonly u: number;
  /** Of U over all relabellings of these values, ties included; its mean is n·m/2. */
  readonly variance: number;
  /** Two-sided it is the share of relabellings whose U is at least as far from n·m/2. */
  readonly p: number;
  readonly method: 'exact' | 'normal';
}

/** Most pairs without ties, and most values with ties, for which all relabellings are counted. */
const exactPairs = 10_000;
const exactTiedValues = 50;

/** @throws BenchError `SAMPLE_INVALID` for an empty sample or a value that is not finite */
export function mannWhitney(
  base: readonly number[],
  candidate: readonly number[],
  options: MannWhitneyOptions = {},
): MannWhitney {
  const { alternative = 'two-sided', method = 'auto', continuity = true } = options;
  checkSamples(base, 'Mann-Whitney test');
  checkSamples(candidate, 'Mann-Whitney test');
  const ranks = midRanks([...base, ...candidate]);
  const counts = { base: base.length, candidate: candidate.length };
  const u = sum(ranks.slice(base.length)) - (candidate.length * (candidate.length + 1)) / 2;
  const variance = varianceOfU(ranks, counts);
  const exact = method === 'auto' ? exactP({ u, ranks, counts }, options) : undefined;
  if (exact !== undefined) return { u, variance, p: exact, method: 'exact' };
  const excess = u - (base.length * candidate.length) / 2;
  const z = { excess, deviation: Math.sqrt(variance), step: continuity ? 0.5 : 0 };
  // Beyond what a double can tell from 0, the least that is none.
  return { u, variance, p: Math.max(Number.MIN_VALUE, normalP(z, alternative)), method: 'normal' };
}

interface Counts {
  readonly base: number;
  readonly candidate: number;
}

/** In doubles throughout: n·m of two large samples is beyond 32 bits. */
function varianceOfU(ranks: readonly number[], { base, candidate }: Counts): number {
  const count = ranks.length;
  const squares = sum(ranks.map((rank) => (rank - (count + 1) / 2) ** 2));
  return ((base * candidate) / (count * (count - 1))) * squares;
}

interface RankedSamples {
  readonly u: number;
  readonly ranks: readonly number[];
  readonly counts: Counts;
}

/** Undefined where it is not affordable. */
function exactP(
  { u, ranks, counts: { base, candidate } }: RankedSamples,
  { alternative = 'two-sided', lowerTails = uLowerTails }: MannWhitneyOptions,
): number | undefined {
  if (new Set(ranks).size === ranks.length) {
    const mostU = base * candidate;
    return mostU <= exactPairs ? untiedP(lowerTails(base, candidate), u, alternative) : undefined;
  }
  if (ranks.length > exactTiedValues) return undefined;
  // Doubled mid-ranks are whole numbers; U starts where the candidate has the lowest of all ranks.
  const doubled = ranks.map((rank) => 2 * rank);
  const weights = subsetSumCounts(doubled, candidate).subarray(candidate * (candidate + 1));
  return tiedP(weights, u, alternative);
}

function untiedP(tails: Float64Array, u: number, alternative: Alternative): number {
  const mostU = tails.length - 1;
  const below = tails[u] ?? NaN;
  const above = tails[mostU - u] ?? NaN;
  const p = { 'two-sided': 2 * Math.min(below, above), greater: above, less: below }[alternative];
  return Math.min(1, p);
}

/** @param weights of every value that U can take, a half apart from 0 on */
function tiedP(weights: Float64Array, u: number, alternative: Alternative): number {
  const step = 0.5;
  const all = weights.reduce((total, weight) => total + weight, 0);
  const mean = weights.reduce((total, weight, at) => total + at * step * weight, 0) / all;
  // Far below the half that values of U are apart.
  const slack = 1e-6;
  const isBeyond = {
    'two-sided': (other: number) => Math.abs(other - mean) >= Math.abs(u - mean) - slack,
    greater: (other: number) => other >= u - slack,
    less: (other: number) => other <= u + slack,
  }[alternative];
  const beyond = weights.reduce((total, weight, at) => (isBeyond(at * step) ? total + weight : total), 0);
  return Math.min(1, beyond / all);
}

function normalP(
  { excess, deviation, step }: { readonly excess: number; readonly deviation: number; readonly step: number },
  alternative: Alternative,
): number {
  // All values are equal.
  if (deviation === 0) return 1;
  switch (alternative) {
    case 'two-sided':
      return 2 * normalCdf(-Math.max(0, Math.abs(excess) - step) / deviation);
    case 'greater':
      return normalCdf(-(excess - step) / deviation);
    case 'less':
      return normalCdf((excess + step) / deviation);
  }
}
