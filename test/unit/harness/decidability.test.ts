import { describe, expect, it } from 'vitest';
import { createTest, gatedDraws } from '../../../src/analysis/compare/significance.ts';
import { decidabilityOf, findUndecidable } from '../../../src/harness/decidability.ts';
import { orderBlocks } from '../../../src/harness/order-blocks.ts';
import type { Plan } from '../../../src/model/plan.ts';
import type { Stopping } from '../../../src/model/stopping.ts';
import { aCase, anArm } from '../builders.ts';

function aPlanOf(trialsPerCase: number, caseCount = 1, armIds = ['base', 'candidate']): Plan {
  const caseIds = Array.from({ length: caseCount }, (_, index) => `c${String(index)}`);
  const blocks = orderBlocks({ caseIds, armIds, seed: 1, trialsPerCase, warmupsPerCase: 2 });
  const arms = armIds.map((id) => anArm({ id }));
  const cases = caseIds.map((id) => aCase({ id }));
  return { seed: 1, generator: 'g', arms, cases, blocks, trialsPerCase, trialTimeoutMs: 1, findings: [] };
}

const planned: Stopping = {
  kind: 'sequential',
  alpha: 0.05,
  looks: [
    { blocks: 6, bound: 2.963, alpha: 0.003 },
    { blocks: 12, bound: 1.969, alpha: 0.04 },
  ],
};

describe('decidabilityOf()', () => {
  // Two and two trials a block: 2 over 6 to the power of the blocks.
  it.each([
    { trials: 4, cases: 1, smallestP: 0.0556, neededP: 0.05 },
    { trials: 6, cases: 1, smallestP: 0.0093, neededP: 0.05 },
    { trials: 8, cases: 4, smallestP: 0.0015, neededP: 0.0125 },
  ])('is of $trials trials in $cases cases p $smallestP against $neededP', (each) => {
    const { trials, cases, smallestP, neededP } = each;
    const found = decidabilityOf('c0', aPlanOf(trials, cases));
    expect(found?.smallestP).toBeCloseTo(smallestP, 4);
    expect(found?.neededP).toBeCloseTo(neededP, 12);
  });

  // Both arms tied within their blocks: as far apart as a sum of ranks can be.
  it.each([2, 3, 4, 6, 7, 12, 40, 200])('is what comparing reaches at best with %d blocks', (blockCount) => {
    const block = { base: [1, 1], candidate: [2, 2] };
    const units = { unit: 'block', blocks: Array.from({ length: blockCount }, () => block) } as const;
    for (const isLookedAt of [false, true]) {
      const test = createTest({ seed: 1, isLookedAt, draws: gatedDraws })(units);
      const stopping = isLookedAt ? planned : { kind: 'fixed' as const };
      const found = decidabilityOf('c0', { ...aPlanOf(2 * blockCount), stopping });
      expect(found?.smallestP).toBe(test.smallestP);
      expect(test.p / test.smallestP).toBeCloseTo(1, 6);
    }
  });

  it('needs what the last look of a plan has left of α', () => {
    expect(decidabilityOf('c0', { ...aPlanOf(8, 2), stopping: planned })?.neededP).toBeCloseTo(0.02, 12);
  });

  it('is none of one arm', () => {
    expect(decidabilityOf('c0', aPlanOf(4, 1, ['base']))).toBeUndefined();
  });
});

describe('findUndecidable()', () => {
  it('warns of a plan that can show nothing', () => {
    expect(findUndecidable(aPlanOf(4, 2)).map(({ rule, message }) => [rule, message])).toEqual([
      [
        'plan-cannot-decide',
        '2 of 2 cases cannot show a change, whatever is measured: the least p that their blocks can have is 0.056, and 0.025 is needed',
      ],
    ]);
    expect(findUndecidable(aPlanOf(8, 2))).toEqual([]);
    expect(findUndecidable(aPlanOf(4, 2, ['base']))).toEqual([]);
  });
});
