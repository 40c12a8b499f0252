import type { Finding } from '../../model/finding.ts';
import { formatRole, type PlacedThread, type PlannedPlacement } from '../../model/placement.ts';
import { findPlacement } from '../../model/plan.ts';
import type { TrialRecord } from '../../model/trial.ts';
import type { RunRecords } from '../run-facts.ts';
import { countOf } from '../wording.ts';

/** Pinned threads that were not where the plan has them: allowed elsewhere, or seen elsewhere. In warm-ups as well: who moves those moves others. */
export function placementMoved({ manifest, trials }: RunRecords): readonly Finding[] {
  const moved = trials.flatMap((trial) => {
    const plan = findPlacement(manifest.plan, trial);
    const fault = plan === undefined ? undefined : findFault(trial, plan);
    return fault === undefined ? [] : [`${trial.trialId}: ${fault}`];
  });
  const [first] = moved;
  if (first === undefined) return [];
  return [
    {
      rule: 'placement-moved',
      severity: 'error',
      message: `The placement did not hold in ${moved.length} of ${countOf(trials.length, 'trial')}, first in ${first}`,
      advice: 'Discard this run; find out what else sets the affinity of processes or cpusets on the host',
    },
  ];
}

function findFault({ placement }: TrialRecord, plan: PlannedPlacement): string | undefined {
  const planned = plannedCpus(plan);
  const faults = (placement?.threads ?? []).flatMap((thread) => {
    const cpus = planned.get(thread.role);
    return cpus === undefined ? [] : findThreadFault(thread, cpus);
  });
  return faults[0];
}

/** By the text of the role; helper threads are confined, not pinned, and have none. */
function plannedCpus({ vmm, api, vcpus }: PlannedPlacement): ReadonlyMap<string, readonly number[]> {
  return new Map([
    [formatRole({ kind: 'vmm' }), vmm],
    [formatRole({ kind: 'api' }), api],
    ...vcpus.map((cpus, index) => [formatRole({ kind: 'vcpu', index }), cpus] as const),
  ]);
}

function findThreadFault(
  { role, allowedCpus, lastCpu }: PlacedThread,
  planned: readonly number[],
): readonly string[] {
  if (sortedText(allowedCpus) !== sortedText(planned)) {
    return [`${role} was allowed on CPU ${sortedText(allowedCpus)}, planned on ${sortedText(planned)}`];
  }
  return allowedCpus.includes(lastCpu)
    ? []
    : [`${role} last ran on CPU ${lastCpu}, planned on ${sortedText(planned)}`];
}

function sortedText(cpus: readonly number[]): string {
  return [...cpus].sort((a, b) => a - b).join(', ');
}
