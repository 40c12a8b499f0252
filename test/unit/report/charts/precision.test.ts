import { describe, expect, it } from 'vitest';
import { analyseRecords } from '../../../../src/analysis/analyse-run.ts';
import type { BenchmarkView } from '../../../../src/report/benchmark-view.ts';
import type { Chart } from '../../../../src/report/charts/chart.ts';
import { notDrawn } from '../../../../src/report/charts/not-drawn.ts';
import { precisionChart } from '../../../../src/report/charts/precision.ts';
import { aCase, aManifest, aPlan, aSmallRun, blocksOf, someTrials } from '../../builders.ts';
import { aTwoArmRun } from '../../two-arm-run.ts';
import { aView } from '../a-view.ts';
import { layersOf, panelsOf, rowsOf } from './spec-parts.ts';

function viewOf(values: readonly number[]): BenchmarkView {
  const trials = someTrials(values);
  const plan = aPlan({ cases: [aCase()], blocks: blocksOf(trials) });
  return aView(analyseRecords({ manifest: aManifest({ plan }), trials }));
}

function ofValues(values: readonly number[]): Chart | undefined {
  return precisionChart(viewOf(values));
}

function near(value: number, digits: number): unknown {
  return expect.closeTo(value, digits);
}

describe('precisionChart()', () => {
  it('draws the small run', async () => {
    const chart = precisionChart(aView(analyseRecords(aSmallRun())));
    await expect(`${JSON.stringify(chart?.spec, undefined, 2)}\n`).toMatchFileSnapshot(
      '../../../golden/run-small/charts/boot-time-precision.vl.json',
    );
    expect(chart?.sentence).toContain('half the width of the 95 % interval of the median');
  });

  it('is of the change where arms are compared, and says how many trials would have been enough', () => {
    const chart = precisionChart(
      aView(analyseRecords(aTwoArmRun({ blockCount: 24, factor: 1.06, seed: 5 }))),
    );
    expect(chart?.sentence).toMatch(
      /^vcpus=1 memMib=128: ± 0\.\d+ % after 48 trials a side; 6 or fewer would have been enough for the margin of ± 3 %\./,
    );
    const [margin = [], , curve = []] = layersOf(panelsOf(chart)[0]).map(rowsOf);
    expect(margin).toEqual([{ y: near(3, 10) }]);
    expect(curve.at(-1)).toMatchObject({ x: 48, side: 'vcpus=1 memMib=128' });
  });

  it('says how many would be enough', () => {
    const chart = ofValues([10, 20, 30, 40, 50, 60, 70, 80, 90].map((value) => 1000 * value));
    expect(chart?.altText).toContain(
      '± 60 % after 9 trials, not within the margin of ± 3 %, for which about 3600 would be enough',
    );
  });

  it('is nothing where the trials give no interval, or but one, for which the page has the reason', () => {
    const few = viewOf([10_000, 20_000, 30_000]);
    expect(precisionChart(few)).toBeUndefined();
    expect(notDrawn(few)).toEqual([
      'The precision is not drawn of vcpus=1 memMib=128: its trials are too few for an interval of the median.',
    ]);
    const one = viewOf([10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
    expect(precisionChart(one)).toBeUndefined();
    expect(notDrawn(one)).toEqual([
      'The precision is not drawn of vcpus=1 memMib=128: only all of its trials, 6, give an interval, and a curve has two.',
    ]);
  });
});
