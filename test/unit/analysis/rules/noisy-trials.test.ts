import { describe, expect, it } from 'vitest';
import { noisyTrials } from '../../../../src/analysis/rules/noisy-trials.ts';
import { aManifest, aPlan, aTrial } from '../../builders.ts';
import { factsOf, okTrials } from '../run-facts.ts';

const quiet = { spanNs: 1, stealUs: 0, majorFaults: 9, swappedInPages: 0, swappedOutPages: 0, otherVms: 0 };

describe('noisyTrials()', () => {
  it('says nothing of quiet trials, of older ones that tell no noise, and of warm-ups', () => {
    const warmup = aTrial({ isWarmup: true, noise: { ...quiet, otherVms: 1 } });
    expect(noisyTrials(factsOf([aTrial({ noise: quiet }), ...okTrials(2), warmup]))).toEqual([]);
  });

  it('bears one step of the steal clock, by the rules of the plan where it has some', () => {
    const trials = [aTrial({ noise: { ...quiet, stealUs: 10_000 } })];
    expect(noisyTrials(factsOf(trials))).toEqual([]);
    const validity = {
      rules: [{ metric: 'noise.steal', atMost: 0, of: 'value' as const }],
      mostInvalidBlocks: 1,
      replaces: true,
    };
    const manifest = aManifest({ plan: aPlan({ validity }) });
    expect(noisyTrials(factsOf(trials, { manifest }))).toHaveLength(1);
  });

  it('counts the trials of each disturbance', () => {
    const trials = [
      aTrial({ noise: { ...quiet, otherVms: 2 } }),
      aTrial({ noise: { ...quiet, otherVms: 1, stealUs: 20_000 } }),
      aTrial({ noise: { ...quiet, swappedOutPages: 1 } }),
      aTrial({ noise: quiet }),
    ];
    expect(noisyTrials(factsOf(trials)).map(({ severity, message }) => [severity, message])).toEqual([
      ['warning', '2 of 4 trials ran while other VMs were on the host'],
      ['warning', '1 of 4 trials ran while a hypervisor took CPU time from the host'],
      ['warning', '1 of 4 trials ran while the host swapped'],
    ]);
  });
});
