import { optional } from '../../base/optional.ts';
import type { Effect, FailureComparison, Verdict } from '../../model/comparison.ts';
import type { ShareCount } from '../../model/share-count.ts';
import { fisherExact } from '../../stats/fisher-exact.ts';
import { holm } from '../../stats/multiplicity.ts';
import { newcombeDifference } from '../../stats/shares.ts';
import type { CaseTrials, RunTrials } from './gather.ts';

/** A case with the side that it is compared with the base by. */
export interface FailureInput {
  readonly candidateId: string;
  readonly trials: CaseTrials;
}

/** Compares the shares of failed trials, case by case; Holm over all of them. */
export function compareFailures(
  inputs: readonly FailureInput[],
  alpha: number,
): readonly FailureComparison[] {
  const counted = inputs.map(({ candidateId, trials }) => ({
    caseId: trials.caseId,
    candidateId,
    base: countFailures(trials.base),
    candidate: countFailures(trials.candidate),
  }));
  const adjusted = holm(counted.map(({ base, candidate }) => failureP(base, candidate)));
  return counted.map((each, index) => {
    const adjustedP = adjusted[index] ?? 1;
    const difference = differenceOf(each, alpha);
    const verdict = verdictOf(each, { adjustedP, alpha, difference });
    return { ...each, ...optional('difference', difference), adjustedP, verdict };
  });
}

type Sides = Pick<FailureComparison, 'base' | 'candidate'>;

function failureP(base: ShareCount, candidate: ShareCount): number {
  return base.count === 0 || candidate.count === 0 ? 1 : fisherExact(base, candidate);
}

function differenceOf({ base, candidate }: Sides, alpha: number): Effect | undefined {
  if (base.count === 0 || candidate.count === 0) return undefined;
  const { difference, interval } = newcombeDifference({ base, candidate, confidence: 1 - alpha });
  return { estimate: difference, interval };
}

interface FailureEvidence {
  readonly adjustedP: number;
  readonly alpha: number;
  readonly difference: Effect | undefined;
}

/** No margin is known for failures: that there are as few as before is never proved, only not disproved. */
function verdictOf({ base, candidate }: Sides, { adjustedP, alpha, difference }: FailureEvidence): Verdict {
  if (difference === undefined) return 'invalid';
  if (adjustedP < alpha) return difference.estimate > 0 ? 'regressed' : 'improved';
  return base.hits === 0 && candidate.hits === 0 ? 'equivalent' : 'inconclusive';
}

function countFailures(runs: readonly RunTrials[]): ShareCount {
  return {
    hits: runs.reduce((sum, { failed }) => sum + failed, 0),
    count: runs.reduce((sum, { attempted }) => sum + attempted, 0),
  };
}
