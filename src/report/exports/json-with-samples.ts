import type { RunAnalysis } from '../../model/analysis.ts';
import { withRecordSamples } from '../../model/record-metrics.ts';
import type { TrialRecord } from '../../model/trial.ts';
import { summaryDocument } from '../json.ts';

/** The document of `summary.json`, and every trial with its samples in their metric's unit. */
export function toJsonWithSamples(analysis: RunAnalysis): string {
  const document = { ...summaryDocument(analysis), trials: analysis.trials.map(toTrial) };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** As in `samples.csv`: a trial that failed or was aborted has a reason and no samples. */
function toTrial(trial: TrialRecord): unknown {
  const { trialId, caseId, armId, block, position, isWarmup, startedAt, outcome } = trial;
  return {
    trial: trialId,
    case: caseId,
    arm: armId,
    block,
    position,
    isWarmup,
    startedAt,
    outcome: outcome.status,
    ...(outcome.status === 'ok' ? { samples: withRecordSamples(trial) } : { reason: outcome.reason }),
  };
}
