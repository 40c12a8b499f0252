import { describe, expect, it } from 'vitest';
import { makeTrialCheck } from '../../../src/analysis/check-trial.ts';
import { createRandom } from '../../../src/stats/random.ts';
import { invalidBlocks } from '../../../src/model/invalid-blocks.ts';
import type { TrialRecord } from '../../../src/model/trial.ts';
import { aBenchmark, aManifest, aMetric } from '../builders.ts';
import { simulateRun, type SimulatedRun, type SimulationOptions } from './a-simulated-run.ts';

const armIds = ['base', 'candidate'];

/** About 1000 µs with so much scatter either way. */
function scattered(scatter: number, factors: Readonly<Record<string, number>> = {}): (id: string) => number {
  const random = createRandom(3);
  return (armId) => 1000 * (factors[armId] ?? 1) * (1 + scatter * (random.nextInteger(2001) / 1000 - 1));
}

function run(options: Partial<SimulationOptions> = {}): Promise<SimulatedRun> {
  return simulateRun({ armIds, trialsPerCase: 40, value: scattered(0.01), ...options });
}

function blocksIn(records: readonly TrialRecord[]): readonly number[] {
  return [...new Set(records.map(({ block }) => block))];
}

describe('runPlan()', () => {
  it('runs a fixed plan to its end, and says nothing of a rule', async () => {
    const { outcome, first, plan, records } = await run();
    expect(outcome).toEqual({ status: 'complete', failedCount: 0 });
    expect(plan).toBe(first);
    expect(first.stopping).toEqual({ kind: 'fixed' });
    expect(records.map(({ trialId }) => trialId)).toEqual(
      first.blocks.flatMap(({ trials }) => trials.map(({ id }) => id)),
    );
  });

  it('ends by precision once every case is known well enough, never before six blocks of each', async () => {
    const { outcome, first, records, precisions } = await run({
      caseCount: 2,
      stop: { stopWhen: 0.5 },
    });
    // One warm-up block a case, then six of each: more than enough for ±50 %.
    expect(outcome).toEqual({
      status: 'complete',
      failedCount: 0,
      stoppedBy: { by: 'precision', blocks: 14 },
    });
    expect(blocksIn(records)).toEqual(first.blocks.slice(0, 14).map(({ index }) => index));
    expect(precisions.at(-1)).toBeLessThan(0.5);
  });

  it('goes on while the interval is wider, to the end if need be', async () => {
    const wide = await run({ stop: { stopWhen: 0.0001 } });
    expect(wide.outcome).toEqual({ status: 'complete', failedCount: 0 });
    const narrow = await run({ stop: { stopWhen: 0.01 } });
    const { stoppedBy } = narrow.outcome.status === 'complete' ? narrow.outcome : {};
    expect(stoppedBy?.by).toBe('precision');
    expect(narrow.precisions.at(-1)).toBeLessThanOrEqual(0.01);
    const before = narrow.precisions.slice(7, -1);
    expect(before.every((width) => (width ?? Infinity) > 0.01)).toBe(true);
  });

  it('looks at the median of a single arm', async () => {
    const { outcome } = await run({ armIds: ['base'], stop: { stopWhen: 0.02 } });
    expect(outcome).toMatchObject({ stoppedBy: { by: 'precision', blocks: 7 } });
  });

  it('begins no block once the time is over, and runs a begun one to its end', async () => {
    const { outcome, records } = await run({ stop: { budgetMs: 10_000 }, trialMs: 1000 });
    // Four trials a block: the third begins at 8 s.
    expect(outcome).toMatchObject({ status: 'complete', stoppedBy: { by: 'budget', blocks: 3 } });
    expect(records).toHaveLength(12);
  });

  it('ends at the first look at which every comparison is beyond its bound', async () => {
    const slower = scattered(0.01, { candidate: 1.1 });
    const { outcome, first } = await run({ value: slower, stop: { looks: 2 } });
    expect(first.stopping).toMatchObject({ kind: 'sequential', looks: [{ blocks: 10 }, { blocks: 20 }] });
    expect(outcome).toMatchObject({ stoppedBy: { by: 'sequential', look: 1, blocks: 11 } });
  });

  it('comes to the last look where nothing differs', async () => {
    const { outcome } = await run({ stop: { looks: 2 } });
    expect(outcome).toMatchObject({ stoppedBy: { by: 'sequential', look: 2, blocks: 21 } });
  });

  it('is interrupted, whatever its rules are', async () => {
    const stop = new AbortController();
    stop.abort();
    const { outcome, records } = await run({ stop: { looks: 2 }, stopSignal: stop.signal });
    expect(outcome).toEqual({ status: 'interrupted' });
    expect(records).toEqual([]);
  });
});

describe('runPlan() with a disturbed host', () => {
  it('repeats a disturbed block at the end, in a plan that is kept before it runs', async () => {
    // Trial 9 is in the third block, the second that is measured.
    const { first, plan, records, keptAfter } = await run({ disturbed: [9] });
    expect(plan.blocks.slice(0, -1)).toEqual(first.blocks);
    const added = plan.blocks.at(-1);
    expect(added).toMatchObject({ index: 21, replaces: 2, isWarmup: false });
    expect(added?.trials.map(({ armId }) => armId).toSorted()).toEqual([
      'base',
      'base',
      'candidate',
      'candidate',
    ]);
    expect(keptAfter).toEqual([84]);
    expect(records.slice(84).map(({ trialId }) => trialId)).toEqual(['t0085', 't0086', 't0087', 't0088']);
    expect(invalidBlocks({ plan }, records)).toEqual([
      { index: 2, caseId: 'boots/size=0', broken: ['noise.other_vms'] },
    ]);
    const metrics = [aMetric({ id: 'boots.time' })];
    const check = makeTrialCheck(
      aManifest({ plan, benchmarks: [aBenchmark({ id: 'boots', headline: 'boots.time', metrics })] }),
    );
    expect(records.map(check)).toEqual(records.map(() => undefined));
  });

  it('repeats a repetition that was disturbed as well', async () => {
    const { plan } = await run({ disturbed: [9, 85] });
    expect(plan.blocks.slice(21).map(({ replaces }) => replaces)).toEqual([2, 21]);
  });

  it('repeats nothing of a host that disturbs more than a tenth of the blocks', async () => {
    const { outcome, first, plan, records } = await run({ disturbed: [5, 13, 21] });
    expect(first.validity?.mostInvalidBlocks).toBe(2);
    expect(plan).toBe(first);
    expect(invalidBlocks({ plan }, records)).toHaveLength(3);
    expect(outcome.status).toBe('complete');
  });

  it('takes no notice of a disturbed warm-up, and repeats nothing that it is not to', async () => {
    const warmup = await run({ disturbed: [0] });
    expect(warmup.plan).toBe(warmup.first);
    const switchedOff = await run({ disturbed: [9], replacesInvalid: false });
    expect(switchedOff.plan).toBe(switchedOff.first);
    expect(invalidBlocks(switchedOff, switchedOff.records)).toHaveLength(1);
  });

  it('does not count disturbed blocks for a look', async () => {
    const slower = scattered(0.01, { candidate: 1.1 });
    const { outcome } = await run({ value: slower, stop: { looks: 2 }, disturbed: [9] });
    expect(outcome).toMatchObject({ stoppedBy: { by: 'sequential', look: 1, blocks: 12 } });
  });

  it('gives the same order for a repetition each time', async () => {
    const [one, other] = [await run({ disturbed: [9] }), await run({ disturbed: [9] })];
    expect(one.plan).toEqual(other.plan);
  });
});
