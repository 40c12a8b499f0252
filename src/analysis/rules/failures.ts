import type { Finding } from '../../model/finding.ts';
import type { TrialOutcome, TrialRecord } from '../../model/trial.ts';
import type { RunFacts } from '../run-facts.ts';
import { countOf, placeOf } from '../wording.ts';

type Failure = Extract<TrialOutcome, { status: 'failed' }>;

/** Trials that failed, with the most common reason; an error where none of a case and arm succeeded. */
export function failures(run: RunFacts): readonly Finding[] {
  return run.cases.flatMap(({ case: each, arms }) =>
    arms.flatMap(({ armId, counts }) => {
      const ofArm = run.trials.filter((trial) => trial.caseId === each.id && trial.armId === armId);
      const place = placeOf({ caseId: each.id, armId }, run.manifest);
      return [
        ...describe(ofArm, { place, isWarmup: false, severity: counts.ok === 0 ? 'error' : 'warning' }),
        ...describe(ofArm, { place, isWarmup: true, severity: 'note' }),
      ];
    }),
  );
}

interface Group {
  readonly place: string;
  readonly isWarmup: boolean;
  readonly severity: Finding['severity'];
}

function describe(trials: readonly TrialRecord[], group: Group): readonly Finding[] {
  const ofGroup = trials.filter(({ isWarmup }) => isWarmup === group.isWarmup);
  const failed = ofGroup.flatMap(({ outcome }) => (outcome.status === 'failed' ? [outcome] : []));
  const common = mostCommon(failed);
  if (common === undefined) return [];
  const noun = group.isWarmup ? 'warm-up trial' : 'trial';
  const { code, reason, evidence } = common.example;
  return [
    {
      rule: 'failures',
      severity: group.severity,
      message:
        `${failed.length} of ${countOf(ofGroup.length, noun)} of ${group.place} failed, ` +
        `${common.count === failed.length ? 'all' : `${common.count} of them`} with ${code}: ${reason}`,
      advice: `Find the cause in ${evidence ?? 'samples.ndjson'}; failed trials are counted and in no statistic`,
    },
  ];
}

/** Grouped by code, since reasons carry numbers that differ from trial to trial. */
function mostCommon(
  failed: readonly Failure[],
): { readonly example: Failure; readonly count: number } | undefined {
  const counts = failed.map((example) => ({
    example,
    count: failed.filter(({ code }) => code === example.code).length,
  }));
  return counts.find(({ count }) => count === Math.max(...counts.map((each) => each.count)));
}
