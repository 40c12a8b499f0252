import { describe, expect, it } from 'vitest';
import {
  blocksForEffect,
  precisionOf,
  spreadOfCase,
  type CaseSpread,
} from '../../../src/analysis/plan-precision.ts';
import type { RunRecords } from '../../../src/analysis/run-facts.ts';
import { createRandom } from '../../../src/stats/random.ts';
import { aManifest, aMetric, anArm, aPlan, aTrial } from '../builders.ts';

const caseId = 'boot-time/vcpus=1,memMib=128';

/** Blocks of two trials an arm, 60 ms with a uniform scatter of so much either way, over a drifting level. */
function aPilot(armIds: readonly string[], blockCount: number, scatter: number): RunRecords {
  const random = createRandom(9);
  const trials = Array.from({ length: blockCount }, (_, block) =>
    [...armIds, ...armIds].map((armId, position) => {
      const level = 60_000 * (1 + 0.2 * Math.sin(block));
      const value = level * (1 + scatter * (random.nextInteger(2001) / 1000 - 1));
      return aTrial({
        trialId: `t${String(block * 8 + position)}`,
        armId,
        block,
        position,
        samples: { 'boot.guest': value },
        wallNs: 150_000_000,
        phases: [],
      });
    }),
  ).flat();
  return { manifest: aManifest({ plan: aPlan({ arms: armIds.map((id) => anArm({ id })) }) }), trials };
}

describe('spreadOfCase()', () => {
  // The standard deviation of a uniform scatter of ±1 % is 0.577 %; ranks of uniform values cost a little.
  it.each([
    ['two arms', ['base', 'again']],
    ['the trials of one arm', ['base']],
  ])('estimates the error of one block from %s, whatever the level does', (_what, armIds) => {
    const spread = spreadOfCase(caseId, aPilot(armIds, 400, 0.01));
    expect(spread?.scale).toBe('ratio');
    expect(spread?.trialMs).toBe(150);
    expect(spread?.blockError).toBeGreaterThan(0.005);
    expect(spread?.blockError).toBeLessThan(0.0075);
    expect(spread?.margin).toBeCloseTo(Math.log(1.03), 12);
  });

  it('knows nothing of a case that was not run, nor by too few blocks', () => {
    expect(spreadOfCase('other', aPilot(['base'], 20, 0.01))).toBeUndefined();
    expect(spreadOfCase(caseId, aPilot(['base'], 3, 0.01))).toBeUndefined();
  });

  it('leaves warm-ups and failed trials out', () => {
    const pilot = aPilot(['base', 'again'], 60, 0.01);
    const wild = aTrial({ trialId: 'w', armId: 'base', isWarmup: true, samples: { 'boot.guest': 9e6 } });
    const with1 = { ...pilot, trials: [...pilot.trials, wild] };
    expect(spreadOfCase(caseId, with1)).toEqual(spreadOfCase(caseId, pilot));
  });
});

describe('precisionOf() and blocksForEffect()', () => {
  const spread: CaseSpread = {
    metric: aMetric(),
    scale: 'ratio',
    level: 60_000,
    blockError: 0.06,
    margin: Math.log(1.01),
    trialMs: 150,
  };

  it('gives time and the larger of both changes', () => {
    // 96 blocks: a standard error of 0.006124; 2.8016 of them are more than the margin and 0.8416.
    const { blocks, minutes, detectable } = precisionOf(96, spread, 2);
    expect(blocks).toBe(96);
    expect(minutes).toBeCloseTo(0.96, 12);
    expect(detectable).toBeCloseTo(Math.exp(0.017156), 5);
    const wide = { ...spread, margin: 0.05 };
    expect(precisionOf(96, wide, 2).detectable).toBeCloseTo(Math.exp(0.05 + 0.005154), 5);
  });

  it('needs as many blocks as make the change just detectable', () => {
    for (const effect of [0.02, 0.05, 0.1]) {
      const needed = blocksForEffect(spread, { effect, familySize: 1 }) ?? NaN;
      expect(precisionOf(needed, spread, 2).detectable).toBeLessThanOrEqual(1 + effect);
      if (needed > 3) expect(precisionOf(needed - 1, spread, 2).detectable).toBeGreaterThan(1 + effect);
    }
  });

  it('needs the blocks without which no p is small enough', () => {
    const sharp = { ...spread, blockError: 0.0001 };
    expect(blocksForEffect(sharp, { effect: 0.05, familySize: 1 })).toBe(3);
    expect(blocksForEffect(sharp, { effect: 0.05, familySize: 10 })).toBe(4);
  });

  it('finds no number for a change that is not beyond the margin', () => {
    expect(blocksForEffect(spread, { effect: 0.01, familySize: 1 })).toBeUndefined();
  });
});
