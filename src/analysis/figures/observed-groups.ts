import type { ObservedTrial } from '../../model/figures/observed-trial.ts';
import type { ReportedRun } from '../../model/report.ts';
import type { TrialRecord } from '../../model/trial.ts';

/** What is known of the trials of one case and arm beside their records. */
export interface ObservedGroup {
  readonly caseId: string;
  readonly armId: string;
  readonly typical: ObservedTrial;
  readonly record: TrialRecord;
  readonly trials: readonly ObservedTrial[];
}

/** One for each case and arm of which the observations were read, in the order of the plan. */
export function observedGroups({ trials, observed = [] }: ReportedRun): readonly ObservedGroup[] {
  const records = new Map(trials.map((trial) => [trial.trialId, trial]));
  const withRecord = observed.flatMap((trial) => {
    const record = records.get(trial.trialId);
    return record === undefined ? [] : [{ trial, record }];
  });
  return withRecord
    .filter(({ trial }) => trial.isTypical)
    .map(({ trial: typical, record }) => {
      const { caseId, armId } = record;
      const group = withRecord.filter(
        (other) => other.record.caseId === caseId && other.record.armId === armId,
      );
      return { caseId, armId, typical, record, trials: group.map(({ trial }) => trial) };
    });
}
