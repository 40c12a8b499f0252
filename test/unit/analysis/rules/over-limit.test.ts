import { describe, expect, it } from 'vitest';
import { overLimit } from '../../../../src/analysis/rules/over-limit.ts';
import type { TrialRecord } from '../../../../src/model/trial.ts';
import { aBenchmark, aManifest, aPlan, aTrial, blocksOf, aFailure } from '../../builders.ts';
import { factsOf } from '../run-facts.ts';

function judge(trials: readonly TrialRecord[], atMost: number): ReturnType<typeof overLimit> {
  const benchmarks = [aBenchmark({ limits: [{ metric: 'boot.guest', atMost }] })];
  const manifest = aManifest({ benchmarks, plan: aPlan({ blocks: blocksOf(trials) }) });
  return overLimit(factsOf(trials, { manifest }));
}

const trials = [
  ...[60_000, 70_000, 80_000].map((value) => aTrial({ samples: { 'boot.guest': value } })),
  aTrial({ isWarmup: true, samples: { 'boot.guest': 999_000 } }),
  aTrial({ outcome: aFailure() }),
];

describe('overLimit()', () => {
  it('counts the measured trials above it, and says how far', () => {
    expect(judge(trials, 65_000)).toEqual([
      {
        rule: 'over-limit',
        severity: 'warning',
        message:
          'boot-time/vcpus=1,memMib=128: boot.guest was above 65000 µs in 2 of 3 trials, at most 80000 µs',
        advice: 'Look at the observations of those trials',
      },
    ]);
  });

  it('says nothing when none is above it, the limit itself included', () => {
    expect(judge(trials, 80_000)).toEqual([]);
  });
});
