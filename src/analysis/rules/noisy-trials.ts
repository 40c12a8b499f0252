import type { Finding } from '../../model/finding.ts';
import { noiseSamples } from '../../model/noise-metrics.ts';
import type { RunFacts } from '../run-facts.ts';
import { countOf } from '../wording.ts';

/** What must not happen in a measured trial at all, whatever its numbers: none of these has a usual amount. */
const disturbances = [
  {
    metricId: 'noise.other_vms',
    what: 'while other VMs were on the host',
    advice: 'Measure on a host that has nothing else to do',
  },
  {
    metricId: 'noise.steal',
    what: 'while a hypervisor took CPU time from the host',
    advice: 'Measure on bare metal, or discard those trials',
  },
  {
    metricId: 'noise.swapped_pages',
    what: 'while the host swapped',
    advice: 'Switch swap off, or leave the host more free memory',
  },
] as const;

/** Trials during which the host did something that no quiet host does. */
export function noisyTrials({ trials }: RunFacts): readonly Finding[] {
  const measured = trials.filter(({ isWarmup }) => !isWarmup);
  const samples = measured.map(noiseSamples);
  return disturbances.flatMap(({ metricId, what, advice }) => {
    const count = samples.filter((ofTrial) => (ofTrial[metricId] ?? 0) > 0).length;
    if (count === 0) return [];
    const message = `${count} of ${countOf(measured.length, 'trial')} ran ${what}`;
    return [{ rule: 'noisy-trials', severity: 'warning', message, advice }];
  });
}
