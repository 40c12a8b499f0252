import { BenchError } from '../base/errors.ts';
import { isTimelineMetricId } from '../model/phase-metrics.ts';
import type { PlannedTrial } from '../model/plan.ts';
import type { RunManifest } from '../model/run.ts';
import type { TrialRecord } from '../model/trial.ts';

/**
 * Makes the check that a record is the one that the plan holds under its id and that its numbers belong together: a
 * record that fits no case, or a sample that fits no metric, would be left out of every summary without a word.
 * @returns a function that says what is wrong, or undefined
 * @throws BenchError `RUN_MALFORMED` when the manifest itself does not hold together
 */
export function makeTrialCheck(manifest: RunManifest): (trial: TrialRecord) => string | undefined {
  const planned = new Map(
    manifest.plan.blocks.flatMap(({ trials }) => trials.map((trial) => [trial.id, trial])),
  );
  const metricIds = metricIdsByCase(manifest);
  return (trial) => {
    const plan = planned.get(trial.trialId);
    if (plan === undefined) return `the plan of the run has no trial ${trial.trialId}`;
    return (
      findDeviation(trial, plan) ??
      findUnknownMetric(trial, metricIds.get(trial.caseId) ?? new Set()) ??
      findWrongRest(trial, manifest)
    );
  };
}

function metricIdsByCase({
  plan,
  benchmarks,
  imported,
}: RunManifest): ReadonlyMap<string, ReadonlySet<string>> {
  const entries = plan.cases.map((each): [string, ReadonlySet<string>] => {
    const benchmark = benchmarks.find(({ id }) => id === each.benchmarkId);
    if (benchmark === undefined) {
      throw new BenchError(
        'RUN_MALFORMED',
        `Cannot read the plan: case ${each.id} is of a benchmark that the manifest does not describe`,
      );
    }
    const ids = benchmark.metrics.map(({ id }) => id);
    const taken = ids.find(isTimelineMetricId);
    // A record of another tool has no timeline; what its source calls so is a sample like any other.
    if (taken !== undefined && imported === undefined) {
      throw new BenchError(
        'RUN_MALFORMED',
        `Cannot read the metrics of ${benchmark.id}: the id ${taken} is kept for the timeline`,
      );
    }
    return [each.id, new Set(ids)];
  });
  return new Map(entries);
}

function findDeviation(trial: TrialRecord, plan: PlannedTrial): string | undefined {
  const fields = ['caseId', 'armId', 'block', 'position', 'isWarmup'] as const;
  const field = fields.find((name) => trial[name] !== plan[name]);
  if (field === undefined) return undefined;
  return `trial ${trial.trialId} has the ${field} ${trial[field]}, its plan ${plan[field]}`;
}

function findUnknownMetric(trial: TrialRecord, known: ReadonlySet<string>): string | undefined {
  const unknown = Object.keys(trial.samples).find((id) => !known.has(id));
  return unknown === undefined ? undefined : `no metric of ${trial.caseId} has the id ${unknown}`;
}

function findWrongRest(
  { trialId, wallNs, phases, unaccountedNs, startedAt }: TrialRecord,
  { imported }: RunManifest,
): string | undefined {
  if (imported !== undefined && wallNs === undefined) return undefined;
  if (wallNs === undefined || unaccountedNs === undefined || startedAt === undefined) {
    return `trial ${trialId} does not tell when it began and how long it took`;
  }
  const restNs = wallNs - phases.reduce((sum, { durationNs }) => sum + durationNs, 0);
  if (restNs === unaccountedNs) return undefined;
  return `trial ${trialId} leaves ${restNs} ns of its wall time to no phase, but says ${unaccountedNs}`;
}
