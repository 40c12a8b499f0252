import type { RunAnalysis } from '../model/analysis.ts';
import { optional } from '../base/optional.ts';
import type { RunComparison } from '../model/comparison.ts';
import { compareSides } from './compare/compare-sides.ts';
import { defaultPolicy, type ComparisonPolicy } from './compare/policy.ts';
import { chooseSides } from './compare/sides.ts';
import { collectFindings } from './findings.ts';
import { methods } from './methods.ts';
import { fitSlopes } from './fit-slopes.ts';
import { readObservations } from './read-observations.ts';
import { readRun } from './read-run.ts';
import type { RunRecords } from './run-facts.ts';
import { summarise } from './summarise.ts';

/**
 * Everything that the reports show, from the run folder alone.
 * @throws BenchError `RUN_NOT_FOUND`, `RUN_MALFORMED`
 */
export function analyseRun(folder: string): RunAnalysis {
  return analyseRecords({ ...readRun(folder), folder });
}

/** The same of records that are in memory. */
export function analyseRecords(records: RunRecords): RunAnalysis {
  const { manifest, trials } = records;
  const cases = summarise(manifest, trials);
  const slopes = fitSlopes(manifest, trials);
  return {
    manifest,
    trials,
    cases,
    slopes,
    ...optional('comparison', compareArms(records)),
    ...optional('observed', observedOf(records)),
    findings: collectFindings({ ...records, cases }),
    methods: methods(manifest),
  };
}

/** Absent where there is nothing to see, as of records in memory. */
function observedOf(records: RunRecords): RunAnalysis['observed'] {
  const observed = readObservations(records);
  return observed.length === 0 ? undefined : observed;
}

/** What a run with several arms was made for; undefined of one arm. */
export function compareArms(
  records: RunRecords,
  policyOf: (seed: number) => ComparisonPolicy = defaultPolicy,
): RunComparison | undefined {
  const { plan, runId } = records.manifest;
  if (plan.arms.length < 2) return undefined;
  return compareSides(chooseSides([{ label: runId, runs: [records] }], {}), policyOf(plan.seed));
}
