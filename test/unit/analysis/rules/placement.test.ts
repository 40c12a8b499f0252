import { describe, expect, it } from 'vitest';
import { placementMoved } from '../../../../src/analysis/rules/placement-moved.ts';
import { placementUnproved } from '../../../../src/analysis/rules/placement-unproved.ts';
import type { PlacedThread } from '../../../../src/model/placement.ts';
import type { TrialRecord } from '../../../../src/model/trial.ts';
import { aFailure, anAppliedPlacement, aPlacedThread, aTrial } from '../../builders.ts';
import { factsOf, okTrials } from '../run-facts.ts';

/** The last of the threads is the only vCPU's; the others are as planned. */
function aTrialWithVcpu(overrides: Partial<PlacedThread>): TrialRecord {
  const threads = anAppliedPlacement().threads.slice(0, 2);
  const placement = anAppliedPlacement({ threads: [...threads, aPlacedThread(overrides)] });
  return aTrial({ trialId: 'moved', placement });
}

describe('placementMoved()', () => {
  it('says nothing of a placement that held', () => {
    expect(placementMoved(factsOf(okTrials(3)))).toEqual([]);
  });

  it('says nothing of helper threads and of trials without a placement', () => {
    const helper = aTrialWithVcpu({ role: 'other', allowedCpus: [1, 2, 3], lastCpu: 2 });
    expect(placementMoved(factsOf([helper, aTrial({ outcome: aFailure() })]))).toEqual([]);
  });

  it.each([
    [{ allowedCpus: [2, 3] }, 'vcpu 0 was allowed on CPU 2, 3, planned on 3'],
    [{ lastCpu: 0 }, 'vcpu 0 last ran on CPU 0, planned on 3'],
  ])('tells a vCPU with %j', (change, fault) => {
    expect(placementMoved(factsOf([...okTrials(3), aTrialWithVcpu(change)]))).toEqual([
      {
        rule: 'placement-moved',
        severity: 'error',
        message: `The placement did not hold in 1 of 4 trials, first in moved: ${fault}`,
        advice: 'Discard this run; find out what else sets the affinity of processes or cpusets on the host',
      },
    ]);
  });
});

describe('placementUnproved()', () => {
  it('says nothing where every thread is recorded', () => {
    expect(placementUnproved(factsOf(okTrials(3)))).toEqual([]);
  });

  it('says nothing of failed trials', () => {
    expect(placementUnproved(factsOf([aTrial({ outcome: aFailure() })]))).toEqual([]);
  });

  it('counts ok trials that lack a thread', () => {
    expect(placementUnproved(factsOf([...okTrials(3), aTrialWithVcpu({ role: 'other' })]))).toEqual([
      {
        rule: 'placement-unproved',
        severity: 'warning',
        message: '1 of 4 ok trials do not show where every thread ran, first moved',
        advice: 'Do not take these trials for pinned',
      },
    ]);
  });
});
