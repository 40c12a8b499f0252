import { checkSamples } from './check-samples.ts';
import { normalCdf } from './distributions.ts';
import { concordance } from './concordance.ts';
import { midRanks } from './ranks.ts';
import { tieCounts } from './tie-counts.ts';

export interface TrendTest {
  /** Pairs in ascending order minus pairs in descending order; positive for a series that grows. */
  readonly s: number;
  /** Of `s` under the null hypothesis, corrected for ties. */
  readonly variance: number;
  /** With continuity correction; 0 where all values are equal. */
  readonly z: number;
  /** Two-sided, by the normal approximation: good from about 10 values on. */
  readonly p: number;
}

/**
 * Whether a series in time order has a monotonic trend (Mann 1945; Kendall 1975). It supposes independent values:
 * autocorrelation makes it find trends that are none.
 * @throws BenchError `SAMPLE_INVALID` for an empty list or a value that is not finite
 */
export function mannKendall(series: readonly number[]): TrendTest {
  checkSamples(series, 'trend');
  const order = series.map((_, index) => index);
  // Ranks, since values that were equal before a conversion of units may differ by rounding.
  const ranks = midRanks(series);
  const s = concordance(order, ranks);
  const variance = varianceOf(ranks);
  const z = variance === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
  return { s, variance, z, p: 2 * normalCdf(-Math.abs(z)) };
}

function varianceOf(ranks: readonly number[]): number {
  const term = (count: number): number => count * (count - 1) * (2 * count + 5);
  const ties = tieCounts(ranks).reduce((sum, count) => sum + term(count), 0);
  return (term(ranks.length) - ties) / 18;
}
