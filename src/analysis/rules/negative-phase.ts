import type { Finding } from '../../model/finding.ts';
import type { RunFacts } from '../run-facts.ts';
import { countOf, formatSpanNs } from '../wording.ts';

/** Phases whose ends lie in the wrong order, as may happen where an end is told by a log line of a coarser clock. */
export function negativePhase({ trials }: RunFacts): readonly Finding[] {
  const negative = trials.flatMap(({ isWarmup, trialId, phases }) =>
    (isWarmup ? [] : phases).flatMap(({ name, durationNs }) =>
      durationNs < 0 ? [{ trialId, name, durationNs }] : [],
    ),
  );
  const [first] = negative;
  if (first === undefined) return [];
  return [
    {
      rule: 'negative-phase',
      severity: 'warning',
      message:
        `${countOf(negative.length, 'phase')} ended before ${negative.length === 1 ? 'it' : 'they'} began, ` +
        `first in ${first.trialId}: ${first.name} with ${formatSpanNs(first.durationNs)}`,
      advice: 'Add such a phase to the one before it: only the end that they share is wrong',
    },
  ];
}
