import { describe, expect, it } from 'vitest';
import { failures } from '../../../../src/analysis/rules/failures.ts';
import { aFailure, aManifest, anArm, aPlan, aTrial } from '../../builders.ts';
import { factsOf, okTrials } from '../run-facts.ts';

const crash = aFailure({
  code: 'VMM_EXITED',
  reason: 'Cannot wait for the guest: exit 1',
  evidence: 'failed/f2',
});

describe('failures()', () => {
  it('says nothing when all succeeded', () => {
    expect(failures(factsOf(okTrials(3)))).toEqual([]);
  });

  it('counts them and gives the most common reason', () => {
    const trials = [
      ...okTrials(5),
      aTrial({ trialId: 'f1', outcome: aFailure() }),
      aTrial({ trialId: 'f2', outcome: crash }),
      aTrial({ trialId: 'f3', outcome: { ...crash, reason: 'Cannot wait for the guest: exit 2' } }),
    ];
    expect(failures(factsOf(trials))).toEqual([
      {
        rule: 'failures',
        severity: 'warning',
        message:
          '3 of 8 trials of boot-time/vcpus=1,memMib=128 failed, 2 of them with VMM_EXITED: ' +
          'Cannot wait for the guest: exit 1',
        advice: 'Find the cause in failed/f2; failed trials are counted and in no statistic',
      },
    ]);
  });

  it('is an error where none succeeded, and names the arm where there are several', () => {
    const plan = aPlan({ arms: [anArm({ id: 'base' }), anArm({ id: 'candidate' })] });
    const trials = [
      ...okTrials(2, { armId: 'base' }),
      aTrial({ trialId: 'f', armId: 'candidate', outcome: crash }),
    ];
    expect(failures(factsOf(trials, { manifest: aManifest({ plan }) }))).toEqual([
      {
        rule: 'failures',
        severity: 'error',
        message:
          '1 of 1 trial of boot-time/vcpus=1,memMib=128, arm candidate failed, all with VMM_EXITED: ' +
          'Cannot wait for the guest: exit 1',
        advice: 'Find the cause in failed/f2; failed trials are counted and in no statistic',
      },
    ]);
  });

  it('notes failed warm-up trials apart', () => {
    const trials = [...okTrials(2), aTrial({ trialId: 'w', isWarmup: true, outcome: crash })];
    expect(failures(factsOf(trials))).toEqual([
      {
        rule: 'failures',
        severity: 'note',
        message:
          '1 of 1 warm-up trial of boot-time/vcpus=1,memMib=128 failed, all with VMM_EXITED: ' +
          'Cannot wait for the guest: exit 1',
        advice: 'Find the cause in failed/f2; failed trials are counted and in no statistic',
      },
    ]);
  });
});
