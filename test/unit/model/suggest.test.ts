import { describe, expect, it } from 'vitest';
import { suggest } from '../../../src/model/suggest.ts';

describe('suggest()', () => {
  it.each([
    ['memMB', ['vcpus', 'memMib'], 'memMib'],
    ['boot-tiem', ['cpu-load', 'boot-time'], 'boot-time'],
    ['VCPUS', ['memMib', 'vcpus'], 'vcpus'],
    ['paht', ['policy', 'path'], 'path'],
    ['trials', ['trialx', 'trialz'], 'trialx'],
  ])('takes %s for one of %j', (word, candidates, meant) => {
    expect(suggest(word, candidates)).toBe(meant);
  });

  it('says nothing when no candidate is near', () => {
    expect(suggest('banana', ['vcpus', 'memMib'])).toBeUndefined();
  });

  it('says nothing when four letters of a long word differ', () => {
    expect(suggest('placement-shared', ['placement-policy'])).toBeUndefined();
  });

  it('says nothing without candidates', () => {
    expect(suggest('vcpus', [])).toBeUndefined();
  });
});
