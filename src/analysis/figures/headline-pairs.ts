import type { Comparison, ComparisonSide, RunComparison } from '../../model/comparison.ts';
import type { PairKey } from '../../model/figures/series-key.ts';
import type { ReportedRun } from '../../model/report.ts';
import { gatherCase, valuesOf, type MetricValues } from '../compare/gather.ts';
import type { Side } from '../compare/sides.ts';

/** The headline of one case as two sides have it: the values that their comparison was made of. */
export interface HeadlinePair extends PairKey {
  readonly comparison: Comparison;
  readonly values: MetricValues;
  readonly seed: number;
}

/** Those comparisons of a report that are of a headline and have values on both sides. */
export function headlinePairs(
  runs: readonly ReportedRun[],
  compared: RunComparison | undefined,
): readonly HeadlinePair[] {
  if (compared === undefined) return [];
  const headlines = headlinesOf(runs);
  const base = sideOf(compared.base, runs);
  return compared.candidates.flatMap((facts) => {
    const candidate = sideOf(facts, runs);
    return compared.comparisons
      .filter(
        ({ candidateId, caseId, metric }) => candidateId === facts.id && headlines.get(caseId) === metric.id,
      )
      .map((comparison): HeadlinePair => {
        const { caseId, candidateId, metric } = comparison;
        const values = valuesOf(metric, gatherCase(caseId, { base, candidate }));
        return { caseId, candidateId, comparison, values, seed: compared.seed };
      })
      .filter(({ values }) => values.base.flat().length > 0 && values.candidate.flat().length > 0);
  });
}

function sideOf({ id, armId, runIds }: ComparisonSide, runs: readonly ReportedRun[]): Side {
  return { id, armId, runs: runs.filter(({ manifest }) => runIds.includes(manifest.runId)) };
}

/** By case. */
function headlinesOf(runs: readonly ReportedRun[]): ReadonlyMap<string, string> {
  return new Map(runs.flatMap(({ cases }) => cases.map((each) => [each.case.id, each.headline] as const)));
}
