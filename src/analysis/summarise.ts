import { BenchError } from '../base/errors.ts';
import type { CaseSummary } from '../model/analysis.ts';
import type { Case } from '../model/plan.ts';
import { blocksToRun, type BenchmarkFacts, type RunManifest } from '../model/run.ts';
import type { TrialRecord } from '../model/trial.ts';
import { brokenRules } from '../model/validity.ts';
import { createTally } from './tally.ts';

/**
 * Summarises every case and arm of the plan, in its order; one of which no trial succeeded has counts and no metrics.
 * Statistics are of the ok trials alone: warm-ups, failed and aborted ones, and those of invalid blocks, are counted. The
 * trials are gone through once, and nothing but the samples of them is kept.
 */
export function summarise(manifest: RunManifest, trials: Iterable<TrialRecord>): readonly CaseSummary[] {
  const planned = countPlanned(manifest);
  const cases = manifest.plan.cases.map((each) => {
    const { headline, metrics } = benchmarkOf(each, manifest);
    const arms = manifest.plan.arms.map(({ id }) =>
      createTally(id, { metrics, plannedCount: planned.get(keyOf(each.id, id)) ?? 0 }),
    );
    return { case: each, headline, arms };
  });
  const tallies = new Map(
    cases.flatMap(({ case: { id }, arms }) => arms.map((arm) => [keyOf(id, arm.armId), arm])),
  );
  const rules = manifest.plan.validity?.rules ?? [];
  // Known only when all trials of a block have been seen, hence looked at in the end.
  const invalid = new Set<number>();
  for (const trial of trials) {
    tallies.get(keyOf(trial.caseId, trial.armId))?.add(trial);
    if (!trial.isWarmup && brokenRules(trial, rules).length > 0) invalid.add(trial.block);
  }
  return cases.map(({ arms, ...facts }) => ({ ...facts, arms: arms.map((arm) => arm.summarise(invalid)) }));
}

/** Of ids, of which none has a line break. */
function keyOf(caseId: string, armId: string): string {
  return `${caseId}\n${armId}`;
}

function benchmarkOf(each: Case, { benchmarks }: RunManifest): BenchmarkFacts {
  const benchmark = benchmarks.find(({ id }) => id === each.benchmarkId);
  if (benchmark !== undefined) return benchmark;
  const text = `Cannot summarise ${each.id}: the manifest does not describe its benchmark`;
  throw new BenchError('RUN_MALFORMED', text);
}

/** Measured trials that the run was to have by case and arm. */
function countPlanned(manifest: RunManifest): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { trials } of blocksToRun(manifest)) {
    for (const { caseId, armId, isWarmup } of trials) {
      const key = keyOf(caseId, armId);
      if (!isWarmup) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}
