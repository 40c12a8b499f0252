import { BenchError } from '../base/errors.ts';
import { studentTCdf } from './distributions.ts';
import { midRanks } from './ranks.ts';
import { sum } from './sum.ts';

export interface BrunnerMunzel {
  /** Above 0 where the candidate's values are the greater ones. */
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * The rank test that allows the two samples unequal spreads (Brunner and Munzel 2000), by its t approximation; too
 * liberal below about ten values a sample.
 * @throws BenchError `SAMPLE_INVALID` for fewer than two values in a sample, one that is not finite, or samples that do
 * not overlap, whose ranks have no variance
 */
export function brunnerMunzel(base: readonly number[], candidate: readonly number[]): BrunnerMunzel {
  const ranks = midRanks([...base, ...candidate]);
  const one = placements(base, ranks.slice(0, base.length));
  const other = placements(candidate, ranks.slice(base.length));
  const both = one.variance + other.variance;
  if (!(both > 0)) {
    throw new BenchError(
      'SAMPLE_INVALID',
      'Cannot compute the Brunner-Munzel test: the samples do not overlap, or one has fewer than two values',
    );
  }
  const statistic =
    ((base.length * candidate.length) / ranks.length) * ((other.meanRank - one.meanRank) / Math.sqrt(both));
  const parts = one.variance ** 2 / (base.length - 1) + other.variance ** 2 / (candidate.length - 1);
  const degreesOfFreedom = both ** 2 / parts;
  return { statistic, degreesOfFreedom, p: 2 * studentTCdf(-Math.abs(statistic), degreesOfFreedom) };
}

/** How many of the other sample's values each one exceeds: its rank among all less that among its own. */
function placements(
  values: readonly number[],
  ranks: readonly number[],
): { readonly meanRank: number; readonly variance: number } {
  const own = midRanks(values);
  const count = values.length;
  const meanRank = sum(ranks) / count;
  const squares = sum(
    ranks.map((rank, index) => (rank - (own[index] ?? NaN) - meanRank + (count + 1) / 2) ** 2),
  );
  return { meanRank, variance: (count * squares) / (count - 1) };
}
