import { describe, expect, it } from 'vitest';
import { negativePhase } from '../../../../src/analysis/rules/negative-phase.ts';
import { phasesDoNotAddUp } from '../../../../src/analysis/rules/phases-do-not-add-up.ts';
import { aFailure, aTrial, somePhases } from '../../builders.ts';
import { factsOf, okTrials } from '../run-facts.ts';

function aDeviatingTrial(trialId: string, wallNs: number, unaccountedNs: number): ReturnType<typeof aTrial> {
  return aTrial({ trialId, wallNs, unaccountedNs });
}

describe('phasesDoNotAddUp()', () => {
  it('says nothing at 1 % of the wall time', () => {
    expect(phasesDoNotAddUp(factsOf([aDeviatingTrial('a', 100_000_000, 1_000_000)]))).toEqual([]);
  });

  it('says nothing at 200 µs of a short trial', () => {
    expect(phasesDoNotAddUp(factsOf([aDeviatingTrial('a', 1_000_000, -200_000)]))).toEqual([]);
  });

  it('says nothing of a failed trial', () => {
    const failed = aTrial({ outcome: aFailure(), phases: [], wallNs: 10_000_000_000 });
    expect(phasesDoNotAddUp(factsOf([failed]))).toEqual([]);
  });

  it('counts the trials and names the worst', () => {
    const trials = [
      ...okTrials(2),
      aDeviatingTrial('a', 100_000_000, 1_000_001),
      aDeviatingTrial('b', 100_000_000, -3_400_000),
    ];
    expect(phasesDoNotAddUp(factsOf(trials))).toEqual([
      {
        rule: 'phases-do-not-add-up',
        severity: 'warning',
        message:
          'The phases of 2 of 4 ok trials differ from the wall time by more than 1 % and 200 µs, ' +
          'most in b: -3.4 ms of 100 ms',
        advice:
          'Do not read shares of phases from this run; look for work between two phases in those trials',
      },
    ]);
  });
});

describe('negativePhase()', () => {
  it('says nothing of phases in order', () => {
    expect(negativePhase(factsOf(okTrials(3)))).toEqual([]);
  });

  it('names the first', () => {
    const trials = [...okTrials(2), aTrial({ trialId: 'n', phases: somePhases({ enter: -85 }) })];
    expect(negativePhase(factsOf(trials))).toEqual([
      {
        rule: 'negative-phase',
        severity: 'warning',
        message: '1 phase ended before it began, first in n: enter with -85 µs',
        advice: 'Add such a phase to the one before it: only the end that they share is wrong',
      },
    ]);
  });
});
