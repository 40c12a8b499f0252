/**
 * Permutation tests of a difference in means or medians. Ranks are the better choice for times with spikes; these are for
 * where the mean itself is the question.
 */
import { binomialCoefficient } from './binomial-coefficient.ts';
import { checkSamples } from './check-samples.ts';
import { subsets } from './label-tables.ts';
import { median } from './moments.ts';
import { type Random, shuffle } from './random.ts';
import { sum } from './sum.ts';
import { tieTolerance } from './tie-tolerance.ts';

export interface PermutationOptions {
  readonly random: Random;
  /** Default `mean`. */
  readonly of?: 'mean' | 'median';
  /** How many are drawn where not all are enumerated. Default 9 999. */
  readonly draws?: number;
  /** Up to this number all are enumerated. Default 100 000. */
  readonly exactLimit?: number;
}

export interface PermutationTest {
  /** The difference, or the centre of the differences, that was seen. */
  readonly statistic: number;
  /** Two-sided; never 0, as `BlockTest`. */
  readonly p: number;
  readonly method: 'exact' | 'monte-carlo';
  readonly relabellings: number;
}

/**
 * Two independent samples: the candidate's centre less the base's, against all ways to split the values.
 * @throws BenchError `SAMPLE_INVALID` for an empty sample or a value that is not finite
 */
export function permutationTest(
  base: readonly number[],
  candidate: readonly number[],
  options: PermutationOptions,
): PermutationTest {
  checkSamples(base, 'permutation test');
  checkSamples(candidate, 'permutation test');
  const values = [...base, ...candidate];
  const center = centerFunction(options);
  const difference = (split: readonly number[]): number =>
    center(split.slice(0, candidate.length)) - center(split.slice(candidate.length));
  const enumerate = (): readonly (readonly number[])[] =>
    subsets(values.length, candidate.length).map((chosen) => {
      const places = new Set(chosen);
      return [
        ...values.filter((_, place) => places.has(place)),
        ...values.filter((_, place) => !places.has(place)),
      ];
    });
  const level = sum(values) / values.length;
  return countExtreme(difference([...candidate, ...base]), options, {
    count: binomialCoefficient(values.length, candidate.length),
    enumerate: () => enumerate().map(difference),
    draw: () => difference(shuffle(values, options.random)),
    tolerance: tieTolerance(
      values.map((value) => value - level),
      values,
    ),
  });
}

/**
 * Pairs: the centre of the differences, against all ways to choose their signs.
 * @param differences candidate less base
 * @throws BenchError `SAMPLE_INVALID` for no differences or one that is not finite
 */
export function signFlipTest(differences: readonly number[], options: PermutationOptions): PermutationTest {
  checkSamples(differences, 'sign-flip test');
  const center = centerFunction(options);
  const flipped = (isFlipped: (place: number) => boolean): number =>
    center(differences.map((difference, place) => (isFlipped(place) ? -difference : difference)));
  const count = 2 ** differences.length;
  return countExtreme(center(differences), options, {
    count,
    enumerate: () =>
      Array.from({ length: count }, (_, signs) =>
        flipped((place) => Math.floor(signs / 2 ** place) % 2 === 1),
      ),
    draw: () => flipped(() => options.random.nextInteger(2) === 1),
    tolerance: tieTolerance(differences),
  });
}

interface Reference {
  readonly count: number;
  /** The statistic under each relabelling. */
  readonly enumerate: () => readonly number[];
  /** The statistic under a random one. */
  readonly draw: () => number;
  readonly tolerance: number;
}

function countExtreme(
  statistic: number,
  { draws = 9999, exactLimit = 100_000 }: PermutationOptions,
  { count, enumerate, draw, tolerance }: Reference,
): PermutationTest {
  const isExtreme = (other: number): boolean => Math.abs(other) >= Math.abs(statistic) - tolerance;
  if (count <= exactLimit) {
    const hits = enumerate().filter(isExtreme).length;
    return { statistic, p: hits / count, method: 'exact', relabellings: count };
  }
  const hits = Array.from({ length: draws }, draw).filter(isExtreme).length;
  return { statistic, p: (1 + hits) / (1 + draws), method: 'monte-carlo', relabellings: draws };
}

function centerFunction({ of = 'mean' }: PermutationOptions): (values: readonly number[]) => number {
  return of === 'median' ? median : (values) => sum(values) / values.length;
}
