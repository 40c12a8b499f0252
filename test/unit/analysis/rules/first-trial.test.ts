import { describe, expect, it } from 'vitest';
import { firstTrial } from '../../../../src/analysis/rules/first-trial.ts';
import { aFailure, aTrial } from '../../builders.ts';
import { factsOf } from '../run-facts.ts';
import { cleanSeries, countFalseAlarms, factsOfHeadline } from './headlines.ts';

const calm = Array.from({ length: 39 }, (_, index) => 65_000 + 10 * (index % 7));

describe('firstTrial()', () => {
  it.each([
    [80_000, '80000'],
    [50_000, '50000'],
  ])('tells of a first trial of %d beside others around 65 000', (first, text) => {
    expect(firstTrial(factsOfHeadline([first, ...calm]))).toEqual([
      {
        rule: 'first-trial',
        severity: 'note',
        message:
          `boot-time/vcpus=1,memMib=128: the first measured trial has ${text} µs of boot.guest, outside all 39 others, ` +
          'whose median is 65030 µs; by chance it would be an extreme one in 0.05 of runs',
        advice: 'Give the run more warm-up trials',
      },
    ]);
  });

  it('leaves alone a first trial that is the largest by little, one within, and few trials', () => {
    expect(firstTrial(factsOfHeadline([65_100, ...calm]))).toEqual([]);
    expect(firstTrial(factsOfHeadline([65_030, ...calm]))).toEqual([]);
    expect(firstTrial(factsOfHeadline([80_000, ...calm.slice(0, 18)]))).toEqual([]);
  });

  it('takes no later trial for the first where that one failed', () => {
    const trials = [80_000, ...calm].map((value, index) =>
      aTrial({ trialId: String(index), samples: { 'boot.guest': value } }),
    );
    const failed = aTrial({ trialId: 'failed', outcome: aFailure() });
    expect(firstTrial(factsOf(trials))).toHaveLength(1);
    expect(firstTrial(factsOf([failed, ...trials]))).toEqual([]);
  });

  it('does not mind that a warm-up lies outside', () => {
    const warmup = aTrial({ trialId: 'w', isWarmup: true, samples: { 'boot.guest': 99_000 } });
    const trials = calm.map((value, index) =>
      aTrial({ trialId: String(index), samples: { 'boot.guest': value } }),
    );
    expect(firstTrial(factsOf([warmup, ...trials]))).toEqual([]);
  });

  it('tells it of clean series with a slow first trial', () => {
    const [, ...others] = cleanSeries(2, 60);
    expect(firstTrial(factsOfHeadline([90_000, ...others]))).toHaveLength(1);
  });

  it.each([20, 60, 200])('is silent on clean series of %d', (count) => {
    expect(countFalseAlarms(firstTrial, count)).toBeLessThanOrEqual(10);
  });
});
