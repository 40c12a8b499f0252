import type { ArmSummary, CaseSummary } from './analysis.ts';

type TrialCounts = ArmSummary['counts'];

/** The trials of several cases and arms together. */
export function sumCounts(all: readonly TrialCounts[]): TrialCounts {
  const sum = (part: keyof TrialCounts): number => all.reduce((total, counts) => total + counts[part], 0);
  return {
    planned: sum('planned'),
    ok: sum('ok'),
    failed: sum('failed'),
    aborted: sum('aborted'),
    invalid: sum('invalid'),
    warmup: sum('warmup'),
  };
}

/** Those of all arms of some cases. */
export function countsOfCases(cases: readonly CaseSummary[]): TrialCounts {
  return sumCounts(cases.flatMap(({ arms }) => arms.map(({ counts }) => counts)));
}
