import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { watchBlocks, type BlockWatch } from '../../../src/harness/block-watch.ts';
import { scoresOf } from '../../../src/harness/headline-evidence.ts';
import { planStopping } from '../../../src/harness/plan-stopping.ts';
import { createStopRule } from '../../../src/harness/stop-rule.ts';
import { alphaAfter, type RunStop, type Stopping } from '../../../src/model/stopping.ts';
import { normalCdf } from '../../../src/stats/distributions.ts';
import { createRandom, type Random } from '../../../src/stats/random.ts';
import { aCase, aMetric, anArm, aTrial } from '../builders.ts';

const arms = ['base', 'candidate'].map((id) => anArm({ id }));
const template = aTrial();

interface Simulation {
  readonly stopping: Stopping;
  readonly caseIds: readonly string[];
  readonly blocksPerCase: number;
  /** Values of base and candidate of the next block. */
  readonly draw: () => readonly [readonly number[], readonly number[]];
  readonly kind?: 'time' | 'share';
}

interface Stopped {
  readonly stop: Omit<RunStop, 'blocks'> | undefined;
  /** Blocks of each case by then. */
  readonly rounds: number;
  readonly watch: BlockWatch;
}

/** Feeds a stop rule round by round, as a run does. */
function simulate({ stopping, caseIds, blocksPerCase, draw, kind = 'time' }: Simulation): Stopped {
  const headlineOf = (): ReturnType<typeof aMetric> => aMetric({ kind });
  const watch = watchBlocks({ headlineOf, rules: [] });
  const cases = caseIds.map((id) => aCase({ id }));
  const rule = createStopRule({ plan: { stopping, cases, arms }, watch, headlineOf, elapsedMs: () => 0 });
  for (let round = 0; round < blocksPerCase; round += 1) {
    for (const caseId of caseIds) {
      const stop = rule.ask();
      if (stop !== undefined) return { stop, rounds: round, watch };
      for (const [index, values] of draw().entries()) {
        for (const value of values) {
          const armId = arms[index]?.id ?? '';
          watch.add({ ...template, caseId, armId, samples: { 'boot.guest': value } });
        }
      }
      watch.end({ index: round, caseId, isWarmup: false, trials: [] });
    }
  }
  return { stop: rule.ask() ?? rule.atEnd(), rounds: blocksPerCase, watch };
}

/** Boot times with a slow mode, over a level that differs from block to block. */
function bootTimes(random: Random, ratio = 1): Simulation['draw'] {
  const uniform = (): number => random.nextInteger(1_000_000) / 1_000_000;
  return () => {
    const level = 60_000 * (1 + 0.1 * uniform());
    const value = (factor: number): number =>
      level * factor * (1 + 0.04 * (uniform() + uniform() + uniform() - 1.5) + (uniform() < 0.1 ? 0.2 : 0));
    return [
      [value(1), value(1)],
      [value(ratio), value(ratio)],
    ];
  };
}

const shape = { armCount: 2, caseCount: 1, blocksPerCase: 24 };

describe('createStopRule() by precision', () => {
  const stopping = planStopping({ stopWhen: 0.02 }, shape);

  it('stops at the same block when the arms change places', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(0.7, 0.98, 1, 1.05, 1.6), (seed, ratio) => {
        const plain = bootTimes(createRandom(seed), ratio);
        const mirrored = bootTimes(createRandom(seed), ratio);
        const one = simulate({ stopping, caseIds: ['a'], blocksPerCase: 24, draw: plain });
        const other = simulate({
          stopping,
          caseIds: ['a'],
          blocksPerCase: 24,
          draw: () => {
            const [base, candidate] = mirrored();
            return [candidate, base];
          },
        });
        expect([other.stop, other.rounds]).toEqual([one.stop, one.rounds]);
      }),
      { numRuns: 60 },
    );
  });

  it('stops at the same block whatever the candidate is multiplied by', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0.2, max: 5, noNaN: true }), (seed, ratio) => {
        const of = (factor: number): number =>
          simulate({
            stopping,
            caseIds: ['a'],
            blocksPerCase: 24,
            draw: bootTimes(createRandom(seed), factor),
          }).rounds;
        expect(of(ratio)).toBe(of(1));
      }),
      { numRuns: 40 },
    );
  });

  it('waits for every case', () => {
    const random = createRandom(1);
    let turn = 0;
    const quietAndLoud: Simulation['draw'] = () => {
      turn += 1;
      const width = turn % 2 === 0 ? 200 : 1;
      const value = (): number => 1000 + random.nextInteger(width);
      return [
        [value(), value()],
        [value(), value()],
      ];
    };
    expect(
      simulate({ stopping, caseIds: ['a', 'b'], blocksPerCase: 12, draw: quietAndLoud }).stop,
    ).toBeUndefined();
  });

  it('goes by the difference over the level where there is no ratio, and stops at none where all is 0', () => {
    const zeros: Simulation['draw'] = () => [
      [0, 0],
      [0, 0],
    ];
    const common = { stopping, caseIds: ['a'], blocksPerCase: 10, kind: 'share' } as const;
    expect(simulate({ ...common, draw: zeros }).stop).toBeUndefined();
    const level: Simulation['draw'] = () => [
      [50, 50.1],
      [50, 50.2],
    ];
    expect(simulate({ ...common, draw: level })).toMatchObject({ stop: { by: 'precision' }, rounds: 6 });
  });
});

describe('createStopRule() by looks', () => {
  /** Whether the comparison, judged at the level of the stop, calls the arms different. */
  function alarms(stopped: Stopped, stopping: Stopping, caseIds: readonly string[]): number {
    const stoppedBy = stopped.stop && { ...stopped.stop, blocks: stopped.rounds };
    const level = alphaAfter(stopping, { stoppedBy, alpha: 0.05 }) / caseIds.length;
    return caseIds.filter((id) => {
      const blocks = stopped.watch.validBlocks(id);
      const [z = 0] = scoresOf({ blocks, armIds: ['base', 'candidate'], metric: { kind: 'time' } });
      return 2 * normalCdf(-Math.abs(z)) < level;
    }).length;
  }

  it.each([
    { looks: 2, caseIds: ['a'] },
    { looks: 4, caseIds: ['a'] },
    { looks: 3, caseIds: ['a', 'b', 'c'] },
  ])('alarms falsely in at most 6 % of runs with $looks looks at $caseIds', ({ looks, caseIds }) => {
    const stopping = planStopping({ looks }, { ...shape, caseCount: caseIds.length });
    const random = createRandom(11);
    const runs = 1500;
    let alarmed = 0;
    for (let run = 0; run < runs; run += 1) {
      const stopped = simulate({ stopping, caseIds, blocksPerCase: 24, draw: bootTimes(random) });
      if (alarms(stopped, stopping, caseIds) > 0) alarmed += 1;
    }
    expect(alarmed / runs).toBeLessThanOrEqual(0.06);
    // An alarm that never comes would hold any rate.
    expect(alarmed / runs).toBeGreaterThan(0.02);
  });

  it('finds a change in fewer blocks, and calls what it stopped for a change', () => {
    const stopping = planStopping({ looks: 4 }, shape);
    const random = createRandom(5);
    const stops = Array.from({ length: 200 }, () =>
      simulate({ stopping, caseIds: ['a'], blocksPerCase: 24, draw: bootTimes(random, 1.04) }),
    );
    const early = stops.filter(({ rounds }) => rounds < 24);
    expect(early.length).toBeGreaterThan(100);
    expect(early.every((stopped) => alarms(stopped, stopping, ['a']) === 1)).toBe(true);
  });
});

describe('planStopping()', () => {
  it.each([
    [2, ['2.963', '1.969']],
    [3, ['3.710', '2.511', '1.993']],
    [4, ['4.333', '2.963', '2.359', '2.014']],
    [5, ['4.877', '3.357', '2.680', '2.290', '2.031']],
  ])('has the bounds of ldbounds for %d looks at one comparison', (looks, bounds) => {
    const stopping = planStopping({ looks }, { ...shape, blocksPerCase: 60 });
    if (stopping.kind !== 'sequential') throw new Error('it is not sequential');
    expect(stopping.looks.map(({ bound }) => bound.toFixed(3))).toEqual(bounds);
    expect(stopping.looks.map(({ blocks }) => blocks)).toEqual(
      bounds.map((_, index) => (60 / looks) * (index + 1)),
    );
    expect(stopping.looks.at(-1)?.alpha).toBeCloseTo(2 * normalCdf(-Number(bounds.at(-1))), 3);
  });

  it('spends the share of each comparison where there are several', () => {
    const wide = planStopping({ looks: 2 }, { armCount: 3, caseCount: 2, blocksPerCase: 24 });
    const one = planStopping({ looks: 2 }, shape);
    if (wide.kind !== 'sequential' || one.kind !== 'sequential') throw new Error('it is not sequential');
    expect(wide.looks[0]?.bound).toBeGreaterThan(one.looks[0]?.bound ?? NaN);
    expect(wide.looks.every(({ alpha }) => alpha < 0.05)).toBe(true);
  });

  it.each([
    [{}, { kind: 'fixed' }],
    [{ budgetMs: 5 }, { kind: 'budget', budgetMs: 5 }],
    [{ stopWhen: 0.01 }, { kind: 'precision', halfWidth: 0.01, leastBlocks: 6 }],
    [
      { stopWhen: 0.01, budgetMs: 5 },
      { kind: 'precision', halfWidth: 0.01, leastBlocks: 6, budgetMs: 5 },
    ],
  ])('makes of %o %o', (wishes, stopping) => {
    expect(planStopping(wishes, shape)).toEqual(stopping);
  });

  it('refuses looks at one arm, and at too few blocks', () => {
    expect(() => planStopping({ looks: 2 }, { ...shape, armCount: 1 })).toThrow('a run of one arm');
    expect(() => planStopping({ looks: 5 }, shape)).toThrow(
      'Cannot plan 5 looks at 24 blocks a case: the first would see fewer than 6',
    );
  });
});
