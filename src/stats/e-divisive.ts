/**
 * Where the level of a series changes, by energy distance (Matteson and James, JASA 2014) with a t-test in place of
 * the permutation test, as Hunter does (Fleming et al., ICPE 2023): the same answer each time, and in the time of one
 * permutation. Splits are first sought generously, since a change between two others hides while their values are
 * mixed; then each has to hold against its neighbours, and the weakest go until all do.
 */
import { BenchError } from '../base/errors.ts';
import { checkSamples, checkShare } from './check-samples.ts';
import { bestSplit } from './energy-split.ts';
import { mean } from './moments.ts';
import { pooledTTest } from './pooled-t-test.ts';

export interface ChangePoint {
  /** The first value of the new level. */
  readonly index: number;
  /** Of the values back to the change point before, or to the beginning. */
  readonly meanBefore: number;
  /** Of the values up to the next change point, or to the end. */
  readonly meanAfter: number;
  /** .04 for 4 % more; infinite where the level was 0. */
  readonly relativeChange: number;
  /** Two-sided, of the two levels against each other. Small by selection: the split was chosen for it. */
  readonly p: number;
}

export interface ChangePointOptions {
  /** Values between two change points, and before the first and after the last, at least; 2 or more. */
  readonly minimumSegment: number;
  /** A change point has at most this p. Far below .05, since the best of many splits is tested. */
  readonly p: number;
  /** A change point has at least this relative change, in either direction. */
  readonly minimumChange: number;
}

/**
 * Change points, ascending. O(n²) a level of recursion.
 * @throws BenchError `SAMPLE_INVALID` for an empty list, a value that is not finite, or an option out of range
 */
export function findChangePoints(
  series: readonly number[],
  options: ChangePointOptions,
): readonly ChangePoint[] {
  checkSamples(series, 'change points');
  checkShare(options.p, 'the p of a change point');
  if (!Number.isInteger(options.minimumSegment) || options.minimumSegment < 2) {
    const text = `Cannot seek change points: ${String(options.minimumSegment)} is no length of a segment`;
    throw new BenchError('SAMPLE_INVALID', text, { hint: 'A t-test needs 2 values' });
  }
  let splits = findSplits(series, options);
  for (;;) {
    const points = describe(series, splits);
    const failing = points.filter(
      ({ p, relativeChange }) => p > options.p || Math.abs(relativeChange) < options.minimumChange,
    );
    if (failing.length === 0) return points;
    const weakest = failing.reduce(weaker);
    splits = splits.filter((split) => split !== weakest.index);
  }
}

/** The later one where both are alike but for rounding. */
function weaker(earlier: ChangePoint, later: ChangePoint): ChangePoint {
  return later.p >= earlier.p * (1 - 1e-9) ? later : earlier;
}

/** How much more generous the search for splits is than the check of what it found. */
const generosity = 10;

function findSplits(series: readonly number[], { minimumSegment, p }: ChangePointOptions): readonly number[] {
  const limit = Math.min(0.5, generosity * p);
  const found: number[] = [];
  const windows: { readonly start: number; readonly end: number }[] = [{ start: 0, end: series.length }];
  for (let window = windows.pop(); window !== undefined; window = windows.pop()) {
    const { start, end } = window;
    const split = bestSplit(series.slice(start, end), minimumSegment);
    if (split === undefined) continue;
    const middle = start + split.index;
    if (pooledTTest(series.slice(start, middle), series.slice(middle, end)) > limit) continue;
    found.push(middle);
    windows.push({ start, end: middle }, { start: middle, end });
  }
  return found.sort((one, other) => one - other);
}

function describe(series: readonly number[], splits: readonly number[]): readonly ChangePoint[] {
  return splits.map((index, position) => {
    const before = series.slice(splits[position - 1] ?? 0, index);
    const after = series.slice(index, splits[position + 1] ?? series.length);
    const [meanBefore, meanAfter] = [mean(before), mean(after)];
    const change = meanAfter - meanBefore;
    const relativeChange = change === 0 ? 0 : change / Math.abs(meanBefore);
    return { index, meanBefore, meanAfter, relativeChange, p: pooledTTest(before, after) };
  });
}
