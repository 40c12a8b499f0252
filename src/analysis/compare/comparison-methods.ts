import type { RunComparison } from '../../model/comparison.ts';
import { confidenceText } from '../../model/comparison-text.ts';
import { formatP } from '../../model/format-effect.ts';
import type { ComparisonPolicy } from './policy.ts';

/** The recipe behind every number of a comparison, to be printed beside the numbers. */
export function comparisonMethods({
  alpha,
  judgedAlpha,
  seed,
}: Pick<ComparisonPolicy, 'alpha' | 'seed'> & {
  readonly judgedAlpha: number;
}): RunComparison['methods'] {
  const confidence = confidenceText(alpha);
  return [
    {
      what: 'effect within blocks',
      how:
        'Hodges-Lehmann: the median of all differences between a candidate and a base trial of one block, of logarithms for a ' +
        `ratio; its ${confidence} interval lies between two of these differences, by inversion of the within-block rank-sum test`,
    },
    {
      what: 'test within blocks',
      how:
        'aligned ranks (Hodges and Lehmann 1962): values minus the mean of their block, ranked together; the sum of the ' +
        'candidate is set against all relabellings within blocks, up to 100 000 exactly, else against 9 999 draws (1 999 of what is only explored) ' +
        `of seed ${seed} with p = (1 + hits) / (1 + draws); with at most 10 hits p is that of the normal approximation, ` +
        'within the 99 % interval of the share of hits (Clopper and Pearson 1934)',
    },
    {
      what: 'two separate runs',
      how: 'Mann-Whitney, exact with ties where affordable; Hodges-Lehmann shift; of several runs a side each counts as one value, its median',
    },
    {
      what: 'several metrics',
      how: 'the gated ones by Holm (1979), all others by Benjamini and Hochberg (1995), which are for exploring',
    },
    {
      what: 'equivalence',
      how: `two one-sided tests (Schuirmann 1987) at ${formatP(judgedAlpha)}: the interval of confidence ${confidenceText(2 * judgedAlpha)} inside the margin`,
    },
    ...(judgedAlpha < alpha ? [lookedAt(judgedAlpha)] : []),
    {
      what: 'detectable change',
      how: 'with 80 % power from the standard error of the interval; the margin and 0.84 standard errors, where that is more',
    },
    {
      what: 'failures',
      how: "Fisher's exact test, two-sided, Holm over the cases; Newcombe's interval of the difference of two shares",
    },
    {
      what: 'tails',
      how: 'trials above the 95 % quantile of both sides together, by the exact conditional test stratified by block; not adjusted',
    },
  ];
}

function lookedAt(judgedAlpha: number): RunComparison['methods'][number] {
  return {
    what: 'looks while measuring',
    how:
      `bounds that spend the error rate after O'Brien and Fleming (Lan and DeMets 1983); the gated family is judged at ${formatP(judgedAlpha)}, ` +
      'the share of the look at which the run ended, by the normal approximation of the aligned-rank statistic',
  };
}
