/**
 * Intervals that invert a rank test. The statistic of such a test counts how many of M ordered values, differences
 * or averages, lie above a shift; so the shifts that it does not reject lie between two of these values, and their ranks
 * follow from its distribution under the null hypothesis, which is symmetric about M/2.
 */
import type { Interval } from '../model/interval.ts';
import { checkShare } from './check-samples.ts';
import { normalCdf, normalQuantile } from './distributions.ts';
import type { QuantileInterval, RankInterval } from './order-statistic.ts';

/** Absorbs the rounding of a probability that meets the tail exactly. */
const slack = 1 + 1e-9;

/**
 * @param probabilities of the statistic's values 0, 1, … M
 * @returns undefined where the least value alone is likelier than a tail
 * @throws BenchError `SAMPLE_INVALID`
 */
export function exactRanks(probabilities: Float64Array, confidence: number): RankInterval | undefined {
  const tail = tailOf(confidence);
  let mass = 0;
  let lowerRank = 0;
  for (const probability of probabilities) {
    if (mass + probability > tail * slack) break;
    mass += probability;
    lowerRank += 1;
  }
  if (lowerRank === 0) return undefined;
  return { lowerRank, upperRank: probabilities.length - lowerRank, coverage: 1 - 2 * mass };
}

/**
 * By the normal approximation with continuity correction.
 * @param valueCount M
 * @throws BenchError `SAMPLE_INVALID`
 */
export function normalRanks(
  valueCount: number,
  variance: number,
  confidence: number,
): RankInterval | undefined {
  const edge = valueCount / 2 + 0.5;
  const deviation = Math.sqrt(variance);
  const lowerRank = Math.floor(edge + normalQuantile(tailOf(confidence)) * deviation);
  if (lowerRank < 1) return undefined;
  const coverage = 1 - 2 * normalCdf((lowerRank - edge) / deviation);
  return { lowerRank, upperRank: valueCount + 1 - lowerRank, coverage };
}

/** The ranks of an interval's edges, or none, and what it would have needed then: blocks, pairs or samples of each arm. */
export interface EdgeRanks {
  readonly ranks: RankInterval | undefined;
  readonly neededCount: number;
}

/** Values in ascending order, of which one asks for a few. */
export interface OrderedValues {
  readonly count: number;
  /** The value of a rank from 1 to `count`. */
  readonly at: (rank: number) => number;
}

/** Ascending values that are all there. */
export function orderedArray(sorted: Float64Array): OrderedValues {
  return { count: sorted.length, at: (rank) => sorted[rank - 1] ?? NaN };
}

/** The interval between the two values of these ranks. */
export function intervalBetween(values: OrderedValues, { ranks, neededCount }: EdgeRanks): QuantileInterval {
  if (ranks === undefined) return { kind: 'too-few', neededCount };
  const value: Interval = {
    lower: values.at(ranks.lowerRank),
    upper: values.at(ranks.upperRank),
    coverage: ranks.coverage,
  };
  return { kind: 'value', value };
}

/** Their median. */
export function middleOf({ count, at }: OrderedValues): number {
  return (at(Math.ceil(count / 2)) + at(Math.floor(count / 2) + 1)) / 2;
}

function tailOf(confidence: number): number {
  checkShare(confidence, 'a confidence');
  return (1 - confidence) / 2;
}
