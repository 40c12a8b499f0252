import { describe, expect, it } from 'vitest';
import { invalidBlocks, mostInvalidOf, validTrials } from '../../../src/model/invalid-blocks.ts';
import type { NoiseDifference } from '../../../src/model/noise.ts';
import { brokenRules, ruleText, validityRules } from '../../../src/model/validity.ts';
import { aPlan, aTrial, aVmRecord } from '../builders.ts';

const quiet: NoiseDifference = {
  spanNs: 200_000_000,
  stealUs: 0,
  cpuPressureUs: 120_000,
  majorFaults: 40,
  swappedInPages: 0,
  swappedOutPages: 0,
  otherVms: 0,
};

function broken(noise: Partial<NoiseDifference>, vmCount = 1): readonly string[] {
  const vms = Array.from({ length: vmCount }, () => aVmRecord());
  return brokenRules(aTrial({ noise: { ...quiet, ...noise }, vms }), validityRules);
}

describe('brokenRules()', () => {
  it.each<[string, Partial<NoiseDifference>, readonly string[]]>([
    ['a quiet trial', {}, []],
    ['one step of steal, which may stand for nothing', { stealUs: 10_000 }, []],
    ['steal of a step and 1 %', { stealUs: 12_000 }, []],
    ['more steal than that', { stealUs: 20_000 }, ['noise.steal']],
    ['as much in a trial of two seconds', { stealUs: 20_000, spanNs: 2e9 }, []],
    ['another VM', { otherVms: 1 }, ['noise.other_vms']],
    ['swapping', { swappedOutPages: 1 }, ['noise.swapped_pages']],
    ['waits at the limit', { cpuPressureUs: 180_000 }, []],
    ['waits nearly all the time', { cpuPressureUs: 180_001 }, ['noise.pressure_cpu']],
  ])('sees %s', (_what, noise, expected) => {
    expect(broken(noise)).toEqual(expected);
  });

  it('does not ask VMs side by side whether they crowd each other', () => {
    expect(broken({ cpuPressureUs: 200_000, otherVms: 1 }, 2)).toEqual(['noise.other_vms']);
  });

  it('sees nothing of what a host does not tell', () => {
    const { cpuPressureUs, ...rest } = quiet;
    expect(cpuPressureUs).toBeDefined();
    expect(brokenRules(aTrial({ noise: rest }), validityRules)).toEqual([]);
    expect(brokenRules(aTrial(), validityRules)).toEqual([]);
  });
});

describe('invalidBlocks()', () => {
  const validity = { rules: validityRules, mostInvalidBlocks: 1, replaces: true };
  const trials = [
    aTrial({ trialId: 'w', block: 0, isWarmup: true, noise: { ...quiet, otherVms: 1 } }),
    aTrial({ trialId: 'a', block: 2, armId: 'base', noise: { ...quiet, otherVms: 1, swappedInPages: 1 } }),
    aTrial({ trialId: 'b', block: 2, armId: 'candidate', noise: quiet }),
    aTrial({ trialId: 'c', block: 1, armId: 'base', noise: { ...quiet, otherVms: 1 } }),
    aTrial({ trialId: 'd', block: 3, armId: 'base', noise: quiet }),
  ];

  it('takes whole blocks out, whichever arm was disturbed, and no warm-up', () => {
    const plan = aPlan({ validity });
    expect(invalidBlocks({ plan }, trials)).toEqual([
      { index: 1, caseId: trials[0]?.caseId, broken: ['noise.other_vms'] },
      { index: 2, caseId: trials[0]?.caseId, broken: ['noise.other_vms', 'noise.swapped_pages'] },
    ]);
    expect(validTrials({ plan }, trials).map(({ trialId }) => trialId)).toEqual(['w', 'd']);
  });

  it('finds none by a plan without rules, as older ones are', () => {
    expect(invalidBlocks({ plan: aPlan() }, trials)).toEqual([]);
    expect(validTrials({ plan: aPlan() }, trials)).toBe(trials);
  });
});

describe('mostInvalidOf()', () => {
  it.each([
    [1, 1],
    [10, 1],
    [19, 1],
    [20, 2],
    [100, 10],
  ])('is of %d measured blocks %d', (count, most) => {
    const blocks = Array.from({ length: count }, (_, index) => ({
      index,
      caseId: 'c',
      isWarmup: false,
      trials: [],
    }));
    expect(mostInvalidOf([{ index: 0, caseId: 'c', isWarmup: true, trials: [] }, ...blocks])).toBe(most);
  });
});

describe('ruleText()', () => {
  it('says what a trial must keep to', () => {
    expect(validityRules.map(ruleText)).toEqual([
      'noise.other_vms at most 0',
      'noise.steal at most 1 % of the time',
      'noise.swapped_pages at most 0',
      'noise.pressure_cpu at most 90 % of the time, of trials of one VM',
    ]);
  });
});
