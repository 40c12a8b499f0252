/**
 * Rank correlations: how monotonically one quantity goes with another, whatever the shape. Mid-ranks for ties. Of a
 * quantity that never changes both are 0.
 */
import { BenchError } from '../base/errors.ts';
import { concordance } from './concordance.ts';
import { normalCdf, studentTCdf } from './distributions.ts';
import { midRanks } from './ranks.ts';
import { tieCounts } from './tie-counts.ts';

export interface SpearmanTest {
  /** −1 to 1. */
  readonly rho: number;
  /** Two-sided. */
  readonly p: number;
  /** Over all orders up to 8 pairs, ties included; by the t approximation beyond. */
  readonly method: 'exact' | 't';
}

/** 40 320 orders. */
const largestExact = 8;

/**
 * Correlation of the ranks (Spearman 1904).
 * @throws BenchError `SAMPLE_INVALID` for lists of different lengths, fewer than two pairs, or a value that is not finite
 */
export function spearman(xs: readonly number[], ys: readonly number[]): SpearmanTest {
  const [ranksOfX, ranksOfY] = [centredRanks(xs, ys), centredRanks(ys, xs)];
  const scale = Math.sqrt(productSum(ranksOfX, ranksOfX) * productSum(ranksOfY, ranksOfY));
  if (scale === 0) return { rho: 0, p: 1, method: 'exact' };
  // Rounding may lead a hair beyond 1.
  const rho = Math.max(-1, Math.min(1, productSum(ranksOfX, ranksOfY) / scale));
  if (xs.length <= largestExact) return { rho, p: exactP(ranksOfX, ranksOfY), method: 'exact' };
  const df = xs.length - 2;
  const t = rho * Math.sqrt(df / (1 - rho ** 2));
  return { rho, p: Math.abs(rho) === 1 ? 0 : 2 * studentTCdf(-Math.abs(t), df), method: 't' };
}

export interface KendallTest {
  /** −1 to 1, with ties taken out of the pairs that could agree. */
  readonly tau: number;
  /** Two-sided, by the normal approximation without continuity correction: good from about 10 pairs on. */
  readonly p: number;
}

/**
 * Pairs of pairs that agree in order minus those that do not, as a share (Kendall 1945, τ_b).
 * @throws BenchError `SAMPLE_INVALID` for lists of different lengths, fewer than two pairs, or a value that is not finite
 */
export function kendallTauB(xs: readonly number[], ys: readonly number[]): KendallTest {
  const [ranksOfX, ranksOfY] = [centredRanks(xs, ys), centredRanks(ys, xs)];
  const s = concordance(ranksOfX, ranksOfY);
  const [tiesOfX, tiesOfY] = [tieCounts(ranksOfX), tieCounts(ranksOfY)];
  const n = xs.length;
  const pairs = (count: number): number => (count * (count - 1)) / 2;
  const untied = (ties: readonly number[]): number => pairs(n) - sumOf(ties, pairs);
  const scale = Math.sqrt(untied(tiesOfX) * untied(tiesOfY));
  if (scale === 0) return { tau: 0, p: 1 };
  const z = s / Math.sqrt(varianceOfS(n, tiesOfX, tiesOfY));
  return { tau: s / scale, p: 2 * normalCdf(-Math.abs(z)) };
}

/** Variance of S over all orders (Kendall 1970, section 4.3). */
function varianceOfS(n: number, tiesOfX: readonly number[], tiesOfY: readonly number[]): number {
  const cubic = (count: number): number => count * (count - 1) * (2 * count + 5);
  const triples = (count: number): number => count * (count - 1) * (count - 2);
  const pairs = (count: number): number => count * (count - 1);
  const ofPairs = (sumOf(tiesOfX, pairs) * sumOf(tiesOfY, pairs)) / (2 * pairs(n));
  const ofTriples = n < 3 ? 0 : (sumOf(tiesOfX, triples) * sumOf(tiesOfY, triples)) / (9 * triples(n));
  return (cubic(n) - sumOf(tiesOfX, cubic) - sumOf(tiesOfY, cubic)) / 18 + ofTriples + ofPairs;
}

/** Share of all orders in which the ranks go together at least as much, in either direction. */
function exactP(xs: readonly number[], ys: readonly number[]): number {
  // Products of centred mid-ranks are multiples of ¼ up to rounding.
  const limit = Math.abs(productSum(xs, ys)) - 1e-6;
  let extreme = 0;
  let orders = 0;
  const place = (sum: number, left: readonly number[]): void => {
    const x = xs[xs.length - left.length];
    if (x === undefined) {
      orders += 1;
      if (Math.abs(sum) >= limit) extreme += 1;
      return;
    }
    for (const [index, y] of left.entries()) place(sum + x * y, left.toSpliced(index, 1));
  };
  place(0, ys);
  return extreme / orders;
}

function centredRanks(values: readonly number[], others: readonly number[]): readonly number[] {
  if (values.length !== others.length || values.length < 2) {
    const text = `Cannot correlate ${String(values.length)} values with ${String(others.length)}: at least two pairs are needed`;
    throw new BenchError('SAMPLE_INVALID', text);
  }
  return midRanks(values).map((rank) => rank - (values.length + 1) / 2);
}

function productSum(xs: readonly number[], ys: readonly number[]): number {
  return xs.reduce((sum, x, index) => sum + x * (ys[index] ?? NaN), 0);
}

function sumOf(counts: readonly number[], term: (count: number) => number): number {
  return counts.reduce((sum, count) => sum + term(count), 0);
}
