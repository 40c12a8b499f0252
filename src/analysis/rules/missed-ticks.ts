import type { Finding } from '../../model/finding.ts';
import type { RunFacts } from '../run-facts.ts';
import { countOf } from '../wording.ts';

/** Looks that a sampler left out, since the one before was not done: what was sampled has gaps there. */
export function missedTicks({ trials }: RunFacts): readonly Finding[] {
  const counts = trials
    .filter(({ isWarmup }) => !isWarmup)
    .map(({ samples }) => sumOf(Object.entries(samples).filter(([id]) => id.endsWith('.missed_ticks'))))
    .filter((count) => count > 0);
  if (counts.length === 0) return [];
  const total = counts.reduce((sum, count) => sum + count, 0);
  return [
    {
      rule: 'missed-ticks',
      severity: 'note',
      message: `Samplers left out ${countOf(total, 'look')} in ${countOf(counts.length, 'trial')}`,
      advice: "Leave the harness's CPUs more idle time, or sample less often",
    },
  ];
}

function sumOf(entries: readonly (readonly [string, number])[]): number {
  return entries.reduce((sum, [, count]) => sum + count, 0);
}
