import { harrellDavisQuantiles } from './harrell-davis.ts';

/** One of several bins that hold the same share of the samples each. */
export interface QuantileBin {
  readonly lower: number;
  readonly upper: number;
  /** Share over width; infinite where neighbouring quantiles are equal. */
  readonly density: number;
}

/**
 * The density between neighbouring Harrell-Davis quantiles at equal steps, ends at the extremes (Akinshin 2020): bins are
 * narrow where there are many samples, so that neither an empty stretch nor a far sample needs a bandwidth.
 * @throws BenchError `SAMPLE_INVALID` for an empty list or a value that is not finite
 */
export function quantileHistogram(samples: readonly number[], binCount: number): readonly QuantileBin[] {
  const steps = Array.from({ length: binCount - 1 }, (_, index) => (index + 1) / binCount);
  const inner = harrellDavisQuantiles(samples, steps);
  const lowest = samples.reduce((least, sample) => Math.min(least, sample), Infinity);
  const highest = samples.reduce((largest, sample) => Math.max(largest, sample), -Infinity);
  const edges = [lowest, ...inner, highest];
  return edges.slice(1).map((upper, index) => {
    const lower = edges[index] ?? NaN;
    return { lower, upper, density: 1 / (binCount * Math.max(0, upper - lower)) };
  });
}
