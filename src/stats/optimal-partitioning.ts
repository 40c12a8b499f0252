/**
 * Where the level of a series changes, as the cheapest partition: the squares around each segment's mean plus a penalty
 * a change (Jackson et al. 2005). It finds every step that is worth its penalty, single spikes too: a spike of many
 * standard deviations is the cheaper as a segment of its own.
 */
import { BenchError } from '../base/errors.ts';
import { checkSamples } from './check-samples.ts';
import { mean, medianAbsoluteDeviation } from './moments.ts';

/** A normal distribution's standard deviation over its median absolute deviation. */
const normalOverMad = 1.482602218505602;

export interface PartitionOptions {
  /** Values a segment has at least; 1 unless told. */
  readonly minimumSegment?: number;
}

/**
 * Indexes at which new segments begin, ascending. The penalty is 3σ² ln n, σ being `noiseOf` the series. O(n²).
 * @throws BenchError `SAMPLE_INVALID` for an empty list, a value that is not finite, or a minimum below 1
 */
export function optimalPartition(
  series: readonly number[],
  { minimumSegment = 1 }: PartitionOptions = {},
): readonly number[] {
  checkSamples(series, 'partition');
  if (!Number.isInteger(minimumSegment) || minimumSegment < 1) {
    const text = `Cannot partition a series: ${String(minimumSegment)} is no length of a segment`;
    throw new BenchError('SAMPLE_INVALID', text);
  }
  const noise = noiseOf(series);
  // Without any noise there is no change either.
  if (noise === 0) return [];
  const penalty = 3 * noise ** 2 * Math.log(series.length);
  return traceBack(cheapestStarts(series, { minimumSegment, penalty }));
}

/**
 * Standard deviation of what scatters around a level that steps now and then: from the MAD of the differences of
 * neighbours, which a step touches once. Where more than half of the differences are equal, as with a coarse clock,
 * from their root mean square.
 * @throws BenchError `SAMPLE_INVALID` for a value that is not finite
 */
export function noiseOf(series: readonly number[]): number {
  const differences = series.slice(1).map((value, index) => value - (series[index] ?? NaN));
  if (differences.length === 0) return 0;
  const robust = normalOverMad * medianAbsoluteDeviation(differences);
  const rootMeanSquare = Math.sqrt(mean(differences.map((difference) => difference ** 2)));
  return (robust === 0 ? rootMeanSquare : robust) / Math.SQRT2;
}

/** For each end, where its last segment begins in the cheapest partition up to there; NaN where there is none. */
function cheapestStarts(
  series: readonly number[],
  { minimumSegment, penalty }: { readonly minimumSegment: number; readonly penalty: number },
): Float64Array {
  const n = series.length;
  const cost = squaresAroundMean(series);
  const cheapest = new Float64Array(n + 1).fill(Infinity);
  cheapest[0] = -penalty;
  const starts = new Float64Array(n + 1).fill(NaN);
  for (let end = minimumSegment; end <= n; end += 1) {
    for (let start = 0; start <= end - minimumSegment; start += 1) {
      const total = (cheapest[start] ?? NaN) + cost(start, end) + penalty;
      if (total >= (cheapest[end] ?? NaN)) continue;
      cheapest[end] = total;
      starts[end] = start;
    }
  }
  return starts;
}

/** From prefix sums, around the mean of the series so that they keep their digits. */
function squaresAroundMean(series: readonly number[]): (start: number, end: number) => number {
  const centre = mean(series);
  const sums = new Float64Array(series.length + 1);
  const squares = new Float64Array(series.length + 1);
  for (const [index, value] of series.entries()) {
    sums[index + 1] = (sums[index] ?? NaN) + (value - centre);
    squares[index + 1] = (squares[index] ?? NaN) + (value - centre) ** 2;
  }
  return (start, end) => {
    const sum = (sums[end] ?? NaN) - (sums[start] ?? NaN);
    return (squares[end] ?? NaN) - (squares[start] ?? NaN) - (sum * sum) / (end - start);
  };
}

function traceBack(starts: Float64Array): readonly number[] {
  const changes: number[] = [];
  let start = starts.at(-1) ?? NaN;
  while (start > 0) {
    changes.push(start);
    start = starts[start] ?? NaN;
  }
  return changes.reverse();
}
