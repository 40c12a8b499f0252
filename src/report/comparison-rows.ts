import type { Comparison, RunComparison } from '../model/comparison.ts';
import type { Cell } from './csv-cell.ts';

/** The columns of `compare --format csv`. */
export const comparisonColumns: readonly string[] = [
  'candidate_id',
  'case',
  'metric',
  'unit',
  'family',
  'verdict',
  'base_n',
  'candidate_n',
  'base_median',
  'candidate_median',
  'unit_of_replication',
  'units',
  'ratio',
  'ratio_lower',
  'ratio_upper',
  'difference',
  'difference_lower',
  'difference_upper',
  'p',
  'p_adjusted',
  'margin_relative',
  'margin_absolute',
  'detectable',
  'scale',
];

/** One row a comparison, numbers in full precision, in the order of `comparisonColumns`. */
export function comparisonRows({ comparisons }: RunComparison): readonly (readonly Cell[])[] {
  return comparisons.map(comparisonRow);
}

function comparisonRow(comparison: Comparison): readonly Cell[] {
  const { metric, base, candidate, ratio, difference, test, margin } = comparison;
  return [
    comparison.candidateId,
    comparison.caseId,
    metric.id,
    metric.unit,
    comparison.isGated ? 'gated' : 'explored',
    comparison.verdict,
    base.count,
    candidate.count,
    base.median,
    candidate.median,
    comparison.unit,
    comparison.unitCount,
    ratio?.estimate,
    ratio?.interval?.lower,
    ratio?.interval?.upper,
    difference?.estimate,
    difference?.interval?.lower,
    difference?.interval?.upper,
    test?.p,
    test?.adjustedP,
    margin.relative,
    margin.absolute,
    comparison.detectable,
    comparison.scale,
  ];
}
