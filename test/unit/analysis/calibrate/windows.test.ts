import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disjointWindows } from '../../../../src/analysis/calibrate/windows.ts';
import { aRunOfArms, onlyCase } from './a-calibration-run.ts';

const question = { caseId: onlyCase, armIds: ['base', 'again'] as const, blocks: 6 };

describe('disjointWindows()', () => {
  it('puts every block in one window at most, in order, whatever their number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 12 }), (blockCount, blocks) => {
        const run = aRunOfArms({ base: 1, again: 1 }, { blockCount });
        const windows = disjointWindows(run, { ...question, blocks });
        expect(windows).toHaveLength(Math.floor(blockCount / blocks));
        const trialIds = windows.flatMap(({ trials }) => trials.map(({ trialId }) => trialId));
        expect(new Set(trialIds).size).toBe(trialIds.length);
        const used = windows.flatMap(({ trials }) => [...new Set(trials.map(({ block }) => block))]);
        expect(used).toEqual(used.map((_, index) => index));
        for (const { trials } of windows) expect(trials).toHaveLength(4 * blocks);
      }),
      { numRuns: 40 },
    );
  });

  it('holds the two arms and the case that are asked for, and no warm-up', () => {
    const run = aRunOfArms(
      { base: 1, again: 1, 'canary-10': 1.1 },
      {
        blockCount: 13,
        change: (trial) => ({ ...trial, isWarmup: trial.block === 0 }),
      },
    );
    const blocks = run.manifest.plan.blocks.map((block) => ({ ...block, isWarmup: block.index === 0 }));
    const manifest = { ...run.manifest, plan: { ...run.manifest.plan, blocks } };
    const windows = disjointWindows({ ...run, manifest }, question);
    expect(windows).toHaveLength(2);
    for (const window of windows) {
      expect(window.manifest.plan.arms.map(({ id }) => id)).toEqual(['base', 'again']);
      expect([...new Set(window.trials.map(({ armId }) => armId))].sort()).toEqual(['again', 'base']);
      expect(window.trials.some(({ isWarmup }) => isWarmup)).toBe(false);
    }
    expect(disjointWindows(run, { ...question, caseId: 'another' })).toEqual([]);
  });

  it('leaves out blocks that an early end has cut short', () => {
    const run = aRunOfArms({ base: 1, again: 1 }, { blockCount: 12 });
    const cut = { ...run, trials: run.trials.slice(0, -1) };
    expect(disjointWindows(cut, question)).toHaveLength(1);
    const aborted = run.trials.map((trial, index) =>
      index === 0 ? { ...trial, outcome: { status: 'aborted' as const, reason: 'stopped' } } : trial,
    );
    const windows = disjointWindows({ ...run, trials: aborted }, question);
    expect(windows).toHaveLength(1);
    expect(windows[0]?.trials[0]?.block).toBe(1);
  });
});
