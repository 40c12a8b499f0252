/**
 * Slope of a line through points, free of the distribution of what scatters around it (Theil 1950; Sen 1968): the median of the
 * slopes of all pairs that differ in x. Its interval lies between two of these slopes, whose ranks follow from the
 * variance of Kendall's S under the null hypothesis, corrected for ties in x and in y (Hollander and Wolfe, section 9.3).
 */
import type { Interval } from '../model/interval.ts';
import { BenchError } from '../base/errors.ts';
import { checkSamples } from './check-samples.ts';
import { median } from './moments.ts';
import { tieCounts } from './tie-counts.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Slope {
  /** Of y over x. */
  readonly slope: number;
  /** Of the line through the medians of x and y (Conover 1980). */
  readonly intercept: number;
  /** 95 %, by the normal approximation. Absent where the points are too few for two finite edges. */
  readonly interval?: Interval;
}

/** @throws BenchError `SAMPLE_INVALID` without two points that differ in x, or for a value that is not finite */
export function theilSen(points: readonly Point[]): Slope {
  checkSamples(
    points.flatMap(({ x, y }) => [x, y]),
    'slope',
  );
  const slopes = pairSlopes(points);
  const slope = middleOf(slopes);
  if (!Number.isFinite(slope)) {
    throw new BenchError(
      'SAMPLE_INVALID',
      'Cannot compute the slope: no two points differ in x, or by a number in y',
    );
  }
  const intercept = median(points.map(({ y }) => y)) - slope * median(points.map(({ x }) => x));
  const interval = findInterval(slopes, points);
  return { slope, intercept, ...(interval === undefined ? {} : { interval }) };
}

/** A typed array, since there are n²/2 of them: 50 MB of 3 500 points. */
function pairSlopes(points: readonly Point[]): Float64Array {
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let count = 0;
  for (const [index, first] of points.entries()) {
    for (let other = index + 1; other < points.length; other += 1) {
      const second = points[other];
      if (second === undefined || second.x === first.x) continue;
      slopes[count] = (second.y - first.y) / (second.x - first.x);
      count += 1;
    }
  }
  return slopes.subarray(0, count).sort();
}

/** 0.975 quantile of the standard normal distribution. */
const z975 = 1.959963984540054;

function findInterval(slopes: Float64Array, points: readonly Point[]): Interval | undefined {
  const reach = z975 * Math.sqrt(varianceOfS(points));
  const lowerRank = Math.round((slopes.length - reach) / 2);
  const upperRank = Math.round((slopes.length + reach) / 2) + 1;
  const [lower, upper] = [slopes[lowerRank - 1], slopes[upperRank - 1]];
  return lower === undefined || upper === undefined ? undefined : { lower, upper, coverage: 0.95 };
}

function varianceOfS(points: readonly Point[]): number {
  const n = points.length;
  const ofTies = (values: readonly number[]): number =>
    tieCounts(values).reduce((sum, count) => sum + count * (count - 1) * (2 * count + 5), 0);
  const ties = ofTies(points.map(({ x }) => x)) + ofTies(points.map(({ y }) => y));
  return Math.max(0, (n * (n - 1) * (2 * n + 5) - ties) / 18);
}

/** NaN without any. */
function middleOf(sorted: Float64Array): number {
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (lower + upper) / 2;
}
