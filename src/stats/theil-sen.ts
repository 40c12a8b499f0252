/**
 * Slope of a line through points, free of the distribution of what scatters around it (Theil 1950; Sen 1968): the median of the
 * slopes of all pairs that differ in x. Its interval lies between two of these slopes, whose ranks follow from the
 * variance of Kendall's S under the null hypothesis, corrected for ties in x and in y (Hollander and Wolfe, section 9.3).
 */
import type { Interval } from '../model/analysis.ts';
import { checkSamples, sortAscending } from './check-samples.ts';
import { median } from './moments.ts';

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
  const slopes = sortAscending(pairSlopes(points));
  checkSamples(slopes, 'slope');
  const slope = median(slopes);
  const intercept = median(points.map(({ y }) => y)) - slope * median(points.map(({ x }) => x));
  const interval = findInterval(slopes, points);
  return { slope, intercept, ...(interval === undefined ? {} : { interval }) };
}

function pairSlopes(points: readonly Point[]): readonly number[] {
  return points.flatMap((first, index) =>
    points.slice(index + 1).flatMap(({ x, y }) => (x === first.x ? [] : [(y - first.y) / (x - first.x)])),
  );
}

/** 0.975 quantile of the standard normal distribution. */
const z975 = 1.959963984540054;

function findInterval(slopes: readonly number[], points: readonly Point[]): Interval | undefined {
  const reach = z975 * Math.sqrt(varianceOfS(points));
  const lowerRank = Math.round((slopes.length - reach) / 2);
  const upperRank = Math.round((slopes.length + reach) / 2) + 1;
  const [lower, upper] = [slopes[lowerRank - 1], slopes[upperRank - 1]];
  return lower === undefined || upper === undefined ? undefined : { lower, upper, coverage: 0.95 };
}

function varianceOfS(points: readonly Point[]): number {
  const n = points.length;
  const ofTies = (values: readonly number[]): number =>
    countsOf(values).reduce((sum, count) => sum + count * (count - 1) * (2 * count + 5), 0);
  const ties = ofTies(points.map(({ x }) => x)) + ofTies(points.map(({ y }) => y));
  return Math.max(0, (n * (n - 1) * (2 * n + 5) - ties) / 18);
}

function countsOf(values: readonly number[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()];
}
