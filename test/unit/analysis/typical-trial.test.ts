import { describe, expect, it } from 'vitest';
import { typicalTrial } from '../../../src/analysis/typical-trial.ts';
import { thin } from '../../../src/analysis/thin.ts';
import { aTrial, someTrials } from '../builders.ts';

describe('typicalTrial()', () => {
  it.each([
    [[5, 1, 3], 't0003'],
    [[4, 1, 3, 2], 't0004'],
    [[2, 2, 2], 't0002'],
    [[7], 't0001'],
  ])('of %j is %s', (values, id) => {
    expect(typicalTrial(someTrials(values), 'boot.guest')?.trialId).toBe(id);
  });

  it('is undefined where no trial has a value', () => {
    expect(typicalTrial([aTrial({ samples: {} })], 'boot.guest')).toBeUndefined();
  });
});

describe('thin()', () => {
  it.each([
    [4, 4, [0, 1, 2, 3], 1],
    [5, 4, [0, 2, 4], 2],
    [9, 3, [0, 3, 6], 3],
    [0, 3, [], 1],
  ])('of %d keeps at most %d', (count, most, ...[kept, oneIn]) => {
    expect(thin([...Array(count).keys()], most)).toEqual({ kept, oneIn });
  });
});
