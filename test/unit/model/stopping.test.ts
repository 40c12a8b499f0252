import { describe, expect, it } from 'vitest';
import { alphaAfter, stoppingText, type Stopping } from '../../../src/model/stopping.ts';

const sequential: Stopping = {
  kind: 'sequential',
  alpha: 0.05,
  looks: [
    { blocks: 12, bound: 2.9626, alpha: 0.003 },
    { blocks: 24, bound: 1.9686, alpha: 0.049 },
  ],
};

describe('alphaAfter()', () => {
  it.each<[string, Stopping | undefined, number]>([
    ['an older plan', undefined, 0.05],
    ['a fixed one', { kind: 'fixed' }, 0.05],
    ['a budget', { kind: 'budget', budgetMs: 1 }, 0.05],
    ['precision', { kind: 'precision', halfWidth: 0.01, leastBlocks: 6 }, 0.05],
  ])('is α for %s', (_what, stopping, alpha) => {
    const stoppedBy = { by: 'precision', blocks: 7 } as const;
    expect(alphaAfter(stopping, { stoppedBy, alpha: 0.05 })).toBe(alpha);
  });

  it('is what the look has, in proportion to another α', () => {
    const stoppedBy = { by: 'sequential', blocks: 13, look: 1 } as const;
    expect(alphaAfter(sequential, { stoppedBy, alpha: 0.05 })).toBeCloseTo(0.003, 12);
    expect(alphaAfter(sequential, { stoppedBy, alpha: 0.01 })).toBeCloseTo(0.0006, 12);
  });

  it('is that of the last look for a run that ended elsewhere', () => {
    const budget = { by: 'budget', blocks: 17 } as const;
    expect(alphaAfter(sequential, { stoppedBy: budget, alpha: 0.05 })).toBeCloseTo(0.049, 12);
    expect(alphaAfter(sequential, { stoppedBy: undefined, alpha: 0.05 })).toBeCloseTo(0.049, 12);
  });
});

describe('stoppingText()', () => {
  it.each<[Stopping, string]>([
    [{ kind: 'fixed' }, 'after the last block'],
    [{ kind: 'budget', budgetMs: 1_200_000 }, 'when no block begins any more, after 20 min'],
    [
      { kind: 'precision', halfWidth: 0.015, leastBlocks: 6, budgetMs: 90_000 },
      'once the 95 % interval of every case is within ±1.5 %, from 6 blocks a case on; no block begins after 1.5 min',
    ],
    [
      sequential,
      'once every comparison is beyond its bound: |z| 2.963 after 12 blocks, |z| 1.969 after 24 blocks',
    ],
  ])('tells %o', (stopping, text) => {
    expect(stoppingText(stopping)).toBe(text);
  });
});
