import type { EffectiveConfig } from '../model/run.ts';
import type { TrialRecord } from '../model/trial.ts';

/** Keeps what the VMM of each arm said of its own configuration, once a case: all trials of a case and arm are made alike. */
export interface EffectiveConfigs {
  readonly note: (record: TrialRecord) => void;
  /** In the order in which they were first seen. */
  readonly list: () => readonly EffectiveConfig[];
}

/** Of the first VM of the first ok trial of each case and arm; a VMM that does not tell has none. */
export function keepEffectiveConfigs(): EffectiveConfigs {
  const kept = new Map<string, EffectiveConfig>();
  return {
    note({ caseId, armId, trialId, outcome, vms }): void {
      const key = `${caseId}\n${armId}`;
      const config = vms[0]?.effectiveConfig;
      if (outcome.status !== 'ok' || config === undefined || kept.has(key)) return;
      kept.set(key, { caseId, armId, trialId, config });
    },
    list: () => [...kept.values()],
  };
}
