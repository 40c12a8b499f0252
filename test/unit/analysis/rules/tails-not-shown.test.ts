import { describe, expect, it } from 'vitest';
import { tailsNotShown } from '../../../../src/analysis/rules/tails-not-shown.ts';
import { aManifest, anArm, aPlan, aTrial, aFailure } from '../../builders.ts';
import { factsOf, okTrials } from '../run-facts.ts';

const advice =
  'Run as many trials as the wanted quantile needs; the median is the number to compare until then';

describe('tailsNotShown()', () => {
  it('says nothing when all is shown', () => {
    expect(tailsNotShown(factsOf(okTrials(368)))).toEqual([]);
  });

  it('says nothing where no trial succeeded', () => {
    expect(tailsNotShown(factsOf([aTrial({ outcome: aFailure() })]))).toEqual([]);
  });

  it('names what is missing and what it needs', () => {
    expect(tailsNotShown(factsOf(okTrials(100)))).toEqual([
      {
        rule: 'tails-not-shown',
        severity: 'note',
        message: 'Not shown for want of samples: p99 (needs 368); such cases have 100 ok trials',
        advice,
      },
    ]);
  });

  it('joins cases and arms of different counts', () => {
    const plan = aPlan({ arms: [anArm({ id: 'base' }), anArm({ id: 'candidate' })] });
    const trials = [...okTrials(5, { armId: 'base' }), ...okTrials(40, { armId: 'candidate' })];
    expect(tailsNotShown(factsOf(trials, { manifest: aManifest({ plan }) }))).toEqual([
      {
        rule: 'tails-not-shown',
        severity: 'note',
        message:
          'Not shown for want of samples: the interval of the median (needs 6), p90 (needs 36), ' +
          'p95 (needs 72), p99 (needs 368); such cases have 5 to 40 ok trials',
        advice,
      },
    ]);
  });
});
