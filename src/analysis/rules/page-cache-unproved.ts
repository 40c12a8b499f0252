import type { Finding } from '../../model/finding.ts';
import type { RunFacts } from '../run-facts.ts';
import { countOf } from '../wording.ts';

/** Restores from a cold or warm page cache of which nothing tells whether it was so. */
export function pageCacheUnproved({ trials }: RunFacts): readonly Finding[] {
  const measured = trials.filter(({ isWarmup }) => !isWarmup);
  const asked = measured.flatMap(({ vms }) => vms.flatMap(({ snapshotCache }) => snapshotCache ?? []));
  const unproved = asked.filter(({ residentShare }) => residentShare === undefined);
  if (unproved.length === 0) return [];
  return [
    {
      rule: 'page-cache-unproved',
      severity: 'warning',
      message: `Of ${countOf(unproved.length, 'restore')} nothing tells whether the snapshot was in the page cache`,
      advice: 'Install koffi, so that mincore can be asked',
    },
  ];
}
