import type { Finding } from '../../model/finding.ts';
import { formatRole, type PlannedPlacement } from '../../model/placement.ts';
import { findPlacement } from '../../model/plan.ts';
import type { TrialRecord } from '../../model/trial.ts';
import type { RunFacts } from '../run-facts.ts';
import { countOf } from '../wording.ts';

/** Ok trials, warm-ups left out, whose record does not show every planned thread: what is not read back is not known to have held. */
export function placementUnproved({ manifest, trials }: RunFacts): readonly Finding[] {
  const ok = trials.filter(({ isWarmup, outcome }) => !isWarmup && outcome.status === 'ok');
  const unproved = ok.filter((trial) => {
    const plan = findPlacement(manifest.plan, trial);
    return plan !== undefined && !showsEveryThread(trial, plan);
  });
  const [first] = unproved;
  if (first === undefined) return [];
  return [
    {
      rule: 'placement-unproved',
      severity: 'warning',
      message:
        `${unproved.length} of ${countOf(ok.length, 'ok trial')} do not show where every thread ran, ` +
        `first ${first.trialId}`,
      advice: 'Do not take these trials for pinned',
    },
  ];
}

function showsEveryThread({ placement }: TrialRecord, plan: PlannedPlacement): boolean {
  const seen = new Set(placement?.threads.map(({ role }) => role));
  const vcpus = plan.vcpus.map((_cpus, index) => formatRole({ kind: 'vcpu', index }));
  return ['vmm', 'api', ...vcpus].every((role) => seen.has(role));
}
