import type { Comparison } from '../../model/comparison.ts';
import type { TrialRecord } from '../../model/trial.ts';
import { compareSides } from '../compare/compare-sides.ts';
import type { ComparisonPolicy } from '../compare/policy.ts';
import type { RunRecords } from '../run-facts.ts';
import { disjointWindows } from './windows.ts';
import { optional } from '../../base/optional.ts';

export interface WindowsQuestion {
  /** Base and candidate. */
  readonly armIds: readonly [string, string];
  /** Of one comparison. */
  readonly blocks: number;
  readonly policy: ComparisonPolicy;
}

/** Every metric of every window of every case, each window judged as if it were all that was measured. */
export function compareWindows(run: RunRecords, question: WindowsQuestion): readonly Comparison[] {
  const { armIds, blocks, policy } = question;
  const [baseArm, candidateArm] = armIds;
  return run.manifest.plan.cases.flatMap(({ id: caseId }) =>
    disjointWindows(run, { caseId, armIds, blocks }).flatMap((window) => {
      const base = { id: baseArm, armId: baseArm, runs: [window] };
      const candidate = { id: candidateArm, armId: candidateArm, runs: [window] };
      return compareSides({ base, candidates: [candidate] }, policy).comparisons;
    }),
  );
}

/** The run with nothing but the headline in its trials: other metrics of a long run would take minutes to compare. */
export function headlinesOnly(run: RunRecords): RunRecords {
  const { plan, benchmarks } = run.manifest;
  const headlines = new Map(
    plan.cases.map(({ id, benchmarkId }) => {
      const benchmark = benchmarks.find((each) => each.id === benchmarkId);
      return [id, benchmark?.headline ?? ''] as const;
    }),
  );
  const trials = run.trials.map((trial) => withHeadlineOnly(trial, headlines.get(trial.caseId) ?? ''));
  return { ...run, trials };
}

function withHeadlineOnly(trial: TrialRecord, headline: string): TrialRecord {
  const { trialId, caseId, armId, block, position, isWarmup, outcome, harnessCpuNs } = trial;
  const { startedAt, wallNs, unaccountedNs } = trial;
  const value = trial.samples[headline];
  return {
    ...{ trialId, caseId, armId, block, position, isWarmup, outcome, harnessCpuNs },
    ...{ ...optional('startedAt', startedAt), ...optional('wallNs', wallNs) },
    ...{ ...optional('unaccountedNs', unaccountedNs), phases: [], marks: [], vms: [] },
    samples: value === undefined ? {} : { [headline]: value },
  };
}
