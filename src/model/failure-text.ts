import { withCandidate } from './comparison-text.ts';
import type { FailureComparison } from './comparison.ts';

/**
 * "boot-time fails more often: 4 of 20 trials, before 0 of 20"; for any other verdict the two counts alone.
 * @param candidates all that the base was compared with
 */
export function failureSentence(
  { caseId, candidateId, base, candidate, verdict }: FailureComparison,
  candidates: readonly unknown[],
): string {
  const what = verdict === 'regressed' ? `${caseId} fails more often` : `failed trials of ${caseId}`;
  const counts = `${candidate.hits} of ${candidate.count} trials, before ${base.hits} of ${base.count}`;
  return withCandidate(`${what}: ${counts}`, candidateId, candidates);
}
