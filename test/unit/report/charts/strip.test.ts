import { describe, expect, it } from 'vitest';
import { analyseRecords } from '../../../../src/analysis/analyse-run.ts';
import type { Chart } from '../../../../src/report/charts/chart.ts';
import { stripChart } from '../../../../src/report/charts/strip.ts';
import { aCase, aManifest, aPlan, aSmallRun, blocksOf, someTrials } from '../../builders.ts';
import { aView } from '../a-view.ts';
import { layersOf, panelsOf, rowsOf } from './spec-parts.ts';

function ofValues(values: readonly number[]): Chart | undefined {
  const trials = someTrials(values);
  const plan = aPlan({ cases: [aCase()], blocks: blocksOf(trials) });
  return stripChart(aView(analyseRecords({ manifest: aManifest({ plan }), trials })));
}

/** The rows of the first panel by what its layers are. */
function partsOf(chart: Chart | undefined) {
  const [dots = [], whiskers = [], boxes = [], intervals = [], medians = []] = layersOf(
    panelsOf(chart)[0],
  ).map(rowsOf);
  return { dots, whiskers, boxes, intervals, medians };
}

describe('stripChart()', () => {
  it('draws the small run', async () => {
    const chart = stripChart(aView(analyseRecords(aSmallRun())));
    await expect(`${JSON.stringify(chart?.spec, undefined, 2)}\n`).toMatchFileSnapshot(
      '../../../golden/run-small/charts/boot-time-strip.vl.json',
    );
    expect(chart?.sentence).toContain(
      'vcpus=1 memMib=128: the middle half from 65.06 to 65.58 ms, all from 64.87 to 71.25 ms',
    );
    expect(chart?.altText).toContain('beyond the whiskers');
  });

  it('has a dot for each trial and the box in the display unit', () => {
    const { dots, boxes, intervals } = partsOf(
      ofValues([10, 9, 8, 7, 6, 5, 4, 3, 2, 30].map((value) => 1000 * value)),
    );
    expect(dots.map(({ value }) => value)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 30]);
    expect(boxes).toEqual([
      expect.objectContaining({
        lowerQuartile: 4.25,
        median: 6.5,
        upperQuartile: 8.75,
        lowerWhisker: 2,
        upperWhisker: 10,
      }),
    ]);
    expect(intervals).toEqual([expect.objectContaining({ lower: 3, upper: 10 })]);
  });

  it('jitters dots within their row, the same each time, and neighbours apart', () => {
    const jitters = partsOf(ofValues(Array.from({ length: 50 }, () => 5000))).dots.map(({ jitter }) =>
      Number(jitter),
    );
    expect(jitters.every((jitter) => jitter >= -1 && jitter <= 1)).toBe(true);
    const steps = jitters.slice(1).map((jitter, index) => Math.abs(jitter - (jitters[index] ?? NaN)));
    expect(Math.min(...steps)).toBeGreaterThan(0.5);
    expect(new Set(jitters).size).toBe(50);
  });

  it('has no box below five trials', () => {
    const chart = ofValues([10_000, 20_000, 30_000, 40_000]);
    expect(partsOf(chart)).toMatchObject({ boxes: [], whiskers: [], medians: [] });
    expect(chart?.sentence).toContain('A series of fewer than 5 trials has no box.');
    expect(partsOf(ofValues([10_000, 20_000, 30_000, 40_000, 50_000])).boxes).toHaveLength(1);
  });

  it('thins crowds and keeps extremes and outliers', () => {
    const outliers = [1, 2, 900_001, 900_002, 900_003];
    const crowd = Array.from({ length: 5000 }, (_, index) => 100_000 + ((index * 7919) % 5000));
    const chart = ofValues([...outliers, ...crowd]);
    const values = partsOf(chart).dots.map(({ value }) => Math.round(1000 * Number(value)));
    expect(values.length).toBeLessThanOrEqual(2000);
    expect(values.length).toBeGreaterThan(1500);
    expect(values.slice(0, 2)).toEqual([1, 2]);
    expect(values.slice(-3)).toEqual([900_001, 900_002, 900_003]);
    expect(chart?.sentence).toContain(`Of 5005 trials ${String(values.length)} have a dot`);
    expect(chart?.sentence).toContain('at most every 3rd.');
  });

  it('has no more than 2 000 dots where nearly all values are equal, and nearly all others lie beyond the whiskers', () => {
    const equal = Array.from({ length: 6000 }, () => 5000);
    const chart = ofValues([...equal, ...Array.from({ length: 1200 }, (_, index) => 6000 + index)]);
    const values = partsOf(chart).dots.map(({ value }) => Math.round(1000 * Number(value)));
    expect(values.length).toBeLessThanOrEqual(2000);
    expect(values.at(-1)).toBe(7199);
    expect(values.filter((value) => value > 5000).length).toBeGreaterThan(500);
    expect(chart?.sentence).toContain(
      'of those beyond the whiskers, where they are more than half, at most every 2nd,',
    );
  });

  it('is nothing where no trial gave a value', () => {
    expect(stripChart(aView(analyseRecords({ ...aSmallRun(), trials: [] })))).toBeUndefined();
  });
});
