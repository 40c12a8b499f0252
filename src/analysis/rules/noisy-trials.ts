import type { Finding } from '../../model/finding.ts';
import { disturbancesOf } from '../../model/validity.ts';
import type { RunFacts } from '../run-facts.ts';
import { countOf } from '../wording.ts';

/** What is said of trials that break a rule of validity, by the rule's metric. */
const disturbances = [
  {
    metric: 'noise.other_vms',
    what: 'while other VMs were on the host',
    advice: 'Measure on a host that has nothing else to do',
  },
  {
    metric: 'noise.steal',
    what: 'while a hypervisor took CPU time from the host',
    advice: 'Measure on bare metal, or discard those trials',
  },
  {
    metric: 'noise.swapped_pages',
    what: 'while the host swapped',
    advice: 'Switch swap off, or leave the host more free memory',
  },
  {
    metric: 'noise.pressure_cpu',
    what: 'while tasks waited for CPUs nearly all the time',
    advice: 'End what else runs on the host, or give it more CPUs',
  },
] as const;

/** Trials during which the host did something that no quiet host does, by the rules of the plan. */
export function noisyTrials({ manifest, trials }: RunFacts): readonly Finding[] {
  const measured = trials.filter(({ isWarmup }) => !isWarmup);
  const broken = measured.map((trial) => disturbancesOf(trial, manifest.plan));
  return disturbances.flatMap(({ metric, what, advice }) => {
    const count = broken.filter((ofTrial) => ofTrial.includes(metric)).length;
    if (count === 0) return [];
    const message = `${count} of ${countOf(measured.length, 'trial')} ran ${what}`;
    return [{ rule: 'noisy-trials', severity: 'warning', message, advice }];
  });
}
