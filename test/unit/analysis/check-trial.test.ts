import { describe, expect, it } from 'vitest';
import { makeTrialCheck } from '../../../src/analysis/check-trial.ts';
import { aBenchmark, aManifest, aMetric, aPlan, aTrial, blocksOf } from '../builders.ts';

const manifest = aManifest({ plan: aPlan({ blocks: blocksOf([aTrial()]) }) });

describe('makeTrialCheck()', () => {
  it('has nothing against a trial of the plan', () => {
    expect(makeTrialCheck(manifest)(aTrial())).toBeUndefined();
  });

  it.each([
    [{ trialId: 't0002' }, 'the plan of the run has no trial t0002'],
    [{ caseId: 'other' }, 'trial t0001 has the caseId other, its plan boot-time/vcpus=1,memMib=128'],
    [{ armId: 'other' }, 'trial t0001 has the armId other, its plan default'],
    [{ isWarmup: true }, 'trial t0001 has the isWarmup true, its plan false'],
    [{ position: 1 }, 'trial t0001 has the position 1, its plan 0'],
    [{ samples: { 'boot.gest': 1 } }, 'no metric of boot-time/vcpus=1,memMib=128 has the id boot.gest'],
    [{ unaccountedNs: 1 }, 'trial t0001 leaves 20000 ns of its wall time to no phase, but says 1'],
  ])('finds %j', (change, fault) => {
    expect(makeTrialCheck(manifest)(aTrial(change))).toBe(fault);
  });

  it('refuses a case of no benchmark', () => {
    expect(() => makeTrialCheck(aManifest({ benchmarks: [] }))).toThrow(
      'Cannot read the plan: case boot-time/vcpus=1,memMib=128 is of a benchmark that the manifest does not describe',
    );
  });

  it.each(['phase.attach', 'trial.wall'])('refuses the metric %s', (id) => {
    const benchmarks = [aBenchmark({ metrics: [aMetric({ id })] })];
    expect(() => makeTrialCheck(aManifest({ benchmarks }))).toThrow(
      `Cannot read the metrics of boot-time: the id ${id} is kept for the timeline`,
    );
  });
});
