import { describe, expect, it } from 'vitest';
import { delayEffect, planCanaries, type Pilot } from '../../../../src/analysis/calibrate/plan-canaries.ts';
import { BenchError } from '../../../../src/base/errors.ts';
import { aRunOfArms, onlyCase } from './a-calibration-run.ts';

/** Base trials take about 60 ms; the delay of 1000 loops adds as much again, 60 µs a loop. */
function aPilot(delayFactor = 2, blockCount = 24): Pilot {
  return {
    run: aRunOfArms({ base: 1, again: 1, half: (1 + delayFactor) / 2, whole: delayFactor }, { blockCount }),
    baseArm: 'base',
    againArm: 'again',
    delays: [
      { armId: 'half', delayLoops: 500 },
      { armId: 'whole', delayLoops: 1000 },
    ],
  };
}

const wishes = { sizes: [0.03, 0.1, 0.3], margin: 0.01, alpha: 0.05, mostBlocks: 96 };

describe('planCanaries()', () => {
  it('solves for the delay of each size, which is linear', () => {
    const canaries = planCanaries(aPilot(), wishes);
    expect(canaries.map(({ armId }) => armId)).toEqual(['canary-3', 'canary-10', 'canary-30']);
    for (const { size, delayLoops, builtIn } of canaries) {
      expect(delayLoops / (1000 * size)).toBeGreaterThan(0.9);
      expect(delayLoops / (1000 * size)).toBeLessThan(1.1);
      expect(builtIn[onlyCase]).toBeGreaterThanOrEqual(1 + size);
      expect(builtIn[onlyCase]).toBeLessThan(1 + 1.1 * size);
    }
  });

  it('takes as many blocks as find the size with 80 %, never fewer than 12', () => {
    const [small, middle, large] = planCanaries(aPilot(), { ...wishes, sizes: [0.015, 0.1, 0.3] });
    expect(small?.detectable).toBeLessThanOrEqual(1.015);
    expect(small?.isPromised).toBe(true);
    expect(small?.blocks).toBeGreaterThan(12);
    expect(middle?.blocks).toBe(12);
    expect(large?.blocks).toBe(12);
    const fewer = planCanaries(aPilot(), { ...wishes, sizes: [0.015], mostBlocks: (small?.blocks ?? 2) - 1 });
    expect(fewer[0]).toMatchObject({ isPromised: false, blocks: (small?.blocks ?? 2) - 1 });
  });

  it('refuses a benchmark that the delay does not slow', () => {
    for (const factor of [1, 0.9]) {
      const pilot = aPilot(factor === 1 ? 0.999 : factor);
      expect(() => planCanaries(pilot, wishes)).toThrow(BenchError);
      expect(() => planCanaries(pilot, wishes)).toThrow('1000 loops of delay do not slow its headline');
    }
  });
});

describe('delayEffect()', () => {
  it('is the share by which the headline grows', () => {
    expect(delayEffect(aPilot(1.5))).toBeCloseTo(0.5, 1);
    expect(delayEffect(aPilot(1))).toBeCloseTo(0, 1);
  });
});
