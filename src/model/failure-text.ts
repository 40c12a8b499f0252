import type { FailureComparison } from './comparison.ts';

/** "boot-time fails more often: 4 of 20 trials, before 0 of 20"; for any other verdict the two counts alone. */
export function failureSentence({ caseId, base, candidate, verdict }: FailureComparison): string {
  const what = verdict === 'regressed' ? `${caseId} fails more often` : `failed trials of ${caseId}`;
  return `${what}: ${candidate.hits} of ${candidate.count} trials, before ${base.hits} of ${base.count}`;
}
