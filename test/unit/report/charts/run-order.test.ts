import { describe, expect, it } from 'vitest';
import { analyseRecords } from '../../../../src/analysis/analyse-run.ts';
import type { RunAnalysis } from '../../../../src/model/analysis.ts';
import type { Chart } from '../../../../src/report/charts/chart.ts';
import { runOrderChart } from '../../../../src/report/charts/run-order.ts';
import {
  aCase,
  aFailure,
  aManifest,
  aPlan,
  aSmallRun,
  aTrial,
  blocksOf,
  someTrials,
} from '../../builders.ts';
import { aView } from '../a-view.ts';
import { aTwoArmRun } from '../../two-arm-run.ts';
import { layersOf, panelsOf, rowsOf } from './spec-parts.ts';
import { validityRules } from '../../../../src/model/validity.ts';
import type { TrialRecord } from '../../../../src/model/trial.ts';

function chartOf(analysis: RunAnalysis): Chart | undefined {
  return runOrderChart(aView(analysis));
}

function ofTrials(trials: readonly TrialRecord[]): Chart | undefined {
  const plan = aPlan({ cases: [aCase()], blocks: blocksOf(trials) });
  return chartOf(analyseRecords({ manifest: aManifest({ plan }), trials }));
}

/** The rows of a strip by what its layers are. */
function stripOf(chart: Chart | undefined, index = 0) {
  const [bands, disturbed, medians, measured, warmups, invalid, first, noisy, failed, aborted] = layersOf(
    panelsOf(chart)[index],
  ).map(rowsOf);
  return { bands, disturbed, medians, measured, warmups, invalid, first, noisy, failed, aborted };
}

/** The texts of the last panel. */
function legendOf(chart: Chart | undefined): readonly unknown[] {
  const layers = layersOf(panelsOf(chart).at(-1)).map(rowsOf);
  return (layers.at(-1) ?? []).map(({ text }) => text);
}

describe('runOrderChart()', () => {
  it('draws the small run', async () => {
    const chart = chartOf(analyseRecords(aSmallRun()));
    await expect(`${JSON.stringify(chart?.spec, undefined, 2)}\n`).toMatchFileSnapshot(
      '../../../golden/run-small/charts/boot-time-run-order.vl.json',
    );
    expect(chart?.altText).toBe(
      'boot.guest in run order. vcpus=1 memMib=128: from 64.87 to 71.25 ms, n = 8; ' +
        'vcpus=2 memMib=128: from 73.91 to 88.64 ms, n = 7, 1 failed, t0016 failed.',
    );
    expect(chart?.sentence).toBe(
      'Points are trials in the order in which they ran, the dashed line is the median; shading tells ' +
        'blocks apart. Stopwatch of boot.guest: From the InstanceStart request to the write of the guest to the boot timer.',
    );
  });

  it('shows every trial once: measured, warm-up, failed and aborted', () => {
    const chart = ofTrials([
      aTrial({ trialId: 't0001', isWarmup: true }),
      aTrial({ trialId: 't0002' }),
      aTrial({ trialId: 't0003', outcome: aFailure(), samples: {} }),
      aTrial({ trialId: 't0004', outcome: { status: 'aborted', reason: 'interrupted' }, samples: {} }),
    ]);
    const { measured, warmups, failed, aborted } = stripOf(chart);
    expect(measured).toEqual([
      { trial: 't0002', number: 2, arm: 'default', kind: 'measured', isFirst: true, value: 65 },
    ]);
    expect(warmups).toEqual([{ trial: 't0001', number: 1, arm: 'default', kind: 'warmup', value: 65 }]);
    expect(failed).toEqual([{ trial: 't0003', number: 3, arm: 'default', kind: 'failed' }]);
    expect(aborted).toEqual([{ trial: 't0004', number: 4, arm: 'default', kind: 'aborted' }]);
    expect(chart?.altText).toContain('n = 1, 1 failed, 1 aborted, t0003 failed, t0004 aborted');
  });

  it('explains each mark that there is in words, and none that there is not', () => {
    const chart = ofTrials([
      aTrial({ trialId: 't0001', isWarmup: true }),
      aTrial({ trialId: 't0002' }),
      aTrial({ trialId: 't0003', outcome: aFailure(), samples: {} }),
    ]);
    expect(legendOf(chart)).toEqual([
      'hollow: warm-up, in no statistic',
      'ringed: first measured trial of its series',
      'on the axis: failed, no value',
    ]);
  });

  it('frames disturbed blocks, and marks the trials during which the host was not quiet', () => {
    const noise = {
      spanNs: 1e8,
      stealUs: 50_000,
      majorFaults: 0,
      swappedInPages: 0,
      swappedOutPages: 0,
      otherVms: 0,
    };
    const trials = someTrials([1, 2, 3, 4, 5, 6]).map((trial, index) => ({
      ...trial,
      block: Math.floor(index / 2),
      position: index % 2,
      ...(index === 2 ? { noise } : {}),
    }));
    const plan = aPlan({ cases: [aCase()], blocks: blocksOf(trials) });
    const validity = { rules: validityRules, mostInvalidBlocks: 1, replaces: false };
    const guarded = aManifest({ plan: { ...plan, validity } });
    const chart = chartOf(analyseRecords({ manifest: guarded, trials }));
    const { disturbed, invalid, noisy, measured } = stripOf(chart);
    expect(disturbed).toEqual([{ from: 2.5, to: 4.5 }]);
    expect(invalid?.map(({ trial }) => trial)).toEqual(['t0003', 't0004']);
    expect(noisy?.map(({ trial, noise: what }) => [trial, what])).toEqual([['t0003', 'steal']]);
    expect(measured).toHaveLength(4);
    expect(legendOf(chart)).toContain('at the top: the host was not quiet (steal)');
    // Without rules no block is invalid, and the trial is as noisy.
    const unguarded = stripOf(chartOf(analyseRecords({ manifest: aManifest({ plan }), trials })));
    expect(unguarded).toMatchObject({ disturbed: [], invalid: [] });
    expect(unguarded.noisy).toHaveLength(1);
  });

  it('says how the first third and the last one differ', () => {
    const values = [50, 50, 50, 60, 60, 60, 55, 55, 55].map((value) => 1000 * value);
    expect(ofTrials(someTrials(values))?.sentence).toContain(
      'median 50.0 ms in the first third of the trials and 55.0 ms in the last (+10.0 %)',
    );
  });

  it('thins long runs and keeps extremes, outliers and whatever has a mark', () => {
    const trials = someTrials(
      Array.from({ length: 3000 }, (_, index) => 100_000 + ((index * 7919) % 3000)),
    ).map((trial, index) => {
      if (index === 0) return { ...trial, isWarmup: true };
      if (index === 700) return { ...trial, outcome: aFailure(), samples: {} };
      return index === 1500 ? { ...trial, samples: { 'boot.guest': 900_000 } } : trial;
    });
    const chart = ofTrials(trials);
    const { measured = [], warmups, failed, first } = stripOf(chart);
    expect(measured.length).toBeLessThanOrEqual(2000);
    expect(measured.some(({ value }) => value === 900)).toBe(true);
    expect([warmups?.length, failed?.length, first?.length]).toEqual([1, 1, 1]);
    expect(chart?.sentence).toContain(`of 3000 trials ${String(measured.length + 2)} have a point`);
  });

  it('numbers trials by the plan, also where the journal has them in another order', () => {
    const trials = someTrials([10_000, 20_000, 30_000]);
    const plan = aPlan({ cases: [aCase()], blocks: blocksOf(trials) });
    const analysis = analyseRecords({ manifest: aManifest({ plan }), trials: [...trials].reverse() });
    expect(stripOf(chartOf(analysis)).measured?.map(({ trial, number }) => [trial, number])).toEqual([
      ['t0003', 3],
      ['t0002', 2],
      ['t0001', 1],
    ]);
  });

  it('puts bands behind blocks of several trials and none behind single ones', () => {
    const chart = ofTrials([
      aTrial({ trialId: 't0001', block: 0 }),
      aTrial({ trialId: 't0002', block: 1 }),
      aTrial({ trialId: 't0003', block: 1, position: 1 }),
    ]);
    expect(stripOf(chart).bands).toEqual([{ from: 1.5, to: 3.5 }]);
    expect(chart?.sentence).toContain('shading tells blocks apart');
  });

  it('shades every other block where nothing lies between them', () => {
    const trials = someTrials([1, 2, 3, 4, 5, 6]).map((trial, index) => ({
      ...trial,
      block: Math.floor(index / 2),
      position: index % 2,
    }));
    expect(stripOf(ofTrials(trials)).bands).toEqual([
      { from: 0.5, to: 2.5 },
      { from: 4.5, to: 6.5 },
    ]);
  });

  it('shows a case of which every trial failed', () => {
    const chart = ofTrials([aTrial({ outcome: aFailure(), samples: {} })]);
    expect(stripOf(chart).failed).toHaveLength(1);
    expect(chart?.altText).toContain('no value, n = 0, 1 failed');
  });

  it('draws the median of each of several arms in a dash of its own', () => {
    const chart = chartOf(analyseRecords(aTwoArmRun({ blockCount: 3, factor: 1.1, seed: 5 })));
    expect(layersOf(panelsOf(chart)[0]).slice(2, 4)).toMatchObject([
      { mark: { type: 'rule', strokeDash: [1, 0] }, data: { values: [{ arm: 'base' }] } },
      { mark: { type: 'rule', strokeDash: [6, 3] }, data: { values: [{ arm: 'candidate' }] } },
    ]);
    expect(chart?.sentence).toContain("a line across is a side's median, dashed as its curve;");
  });

  it('is nothing where nothing ran', () => {
    expect(chartOf(analyseRecords({ ...aSmallRun(), trials: [] }))).toBeUndefined();
  });
});
