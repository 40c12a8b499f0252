import { describe, expect, it } from 'vitest';
import { analyseRecords } from '../../../../src/analysis/analyse-run.ts';
import type { RunAnalysis } from '../../../../src/model/analysis.ts';
import type { Chart } from '../../../../src/report/charts/chart.ts';
import { ecdfChart } from '../../../../src/report/charts/ecdf.ts';
import { rowLabelsPx } from '../../../../src/report/charts/row-labels.ts';
import { chartFontPx } from '../../../../src/report/charts/theme.ts';
import { renderCharts } from '../../../../src/report/render-charts.ts';
import { textWidthPx } from '../../../../src/report/text-width.ts';
import { aCase, aManifest, aPlan, aSmallRun, blocksOf, someTrials } from '../../builders.ts';
import { aView } from '../a-view.ts';
import { aReportRun } from '../a-report-run.ts';
import { aTwoArmRun } from '../../two-arm-run.ts';
import { layersOf, panelsOf, rowsOf } from './spec-parts.ts';

function chartOf(analysis: RunAnalysis): Chart | undefined {
  return ecdfChart(aView(analysis));
}

function ofValues(values: readonly number[]): Chart | undefined {
  const trials = someTrials(values);
  const plan = aPlan({ cases: [aCase()], blocks: blocksOf(trials) });
  return chartOf(analyseRecords({ manifest: aManifest({ plan }), trials }));
}

/** The rows of the first plot by what its layers are. */
function partsOf(chart: Chart | undefined) {
  const [band = [], steps = [], marks = [], guides = []] = layersOf(panelsOf(chart)[0]).map(rowsOf);
  return { band, steps, marks, guides };
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => 1000 * (100 + index));
}

function near(value: number, digits: number): unknown {
  return expect.closeTo(value, digits);
}

describe('ecdfChart()', () => {
  it('draws the small run', async () => {
    const chart = chartOf(analyseRecords(aSmallRun()));
    await expect(`${JSON.stringify(chart?.spec, undefined, 2)}\n`).toMatchFileSnapshot(
      '../../../golden/run-small/charts/boot-time-ecdf.vl.json',
    );
    expect(chart?.altText).toBe(
      'Distribution of boot.guest. ' +
        'vcpus=1 memMib=128: median 65.22 ms, 95 % interval 64.87–71.25 ms, n = 8; ' +
        'vcpus=2 memMib=128: median 74.48 ms, 95 % interval 73.91–88.64 ms, n = 7, 1 failed; ' +
        'vcpus=1 memMib=128: half of the trials have at most 65.22 ms, all at most 71.25 ms; ' +
        'vcpus=2 memMib=128: half of the trials have at most 74.48 ms, all at most 88.64 ms.',
    );
    expect(chart?.sentence).toBe(
      'vcpus=1 memMib=128: half of the trials have at most 65.22 ms, all at most 71.25 ms; vcpus=2 memMib=128: half of ' +
        'the trials have at most 74.48 ms, all at most 88.64 ms. A curve gives the share of trials that stayed at or ' +
        'below a value, one step a trial. A curve of fewer than 30 trials has no band: it would hold nearly everything. ' +
        'Marks on a curve are p50, where the trials suffice for them. Under it stand the median (tick) and its 95 % ' +
        'interval (bar). Stopwatch of boot.guest: From the InstanceStart request to ' +
        'the write of the guest to the boot timer.',
    );
  });

  it('makes one step of 1/n a sample, equal ones too, from 0 to 1', () => {
    const { steps } = partsOf(ofValues([30_000, 10_000, 20_000, 20_000]));
    expect(steps.map(({ value, share }) => [value, share])).toEqual([
      [10, 0],
      [10, 0.25],
      [20, 0.5],
      [20, 0.75],
      [30, 1],
    ]);
  });

  it('leaves warm-ups and failed trials out of the curve and names the failed ones', () => {
    const chart = chartOf(analyseRecords(aSmallRun()));
    const [, intervals] = panelsOf(chart);
    expect(partsOf(chart).steps).toHaveLength(1 + 8 + 1 + 7);
    expect(rowsOf(intervals).map(({ counts }) => counts)).toEqual(['n = 8', 'n = 7, 1 failed']);
  });

  it('has a band of the half width of Dvoretzky, Kiefer, Wolfowitz and Massart from end to end, within 0 and 1', () => {
    const chart = ofValues(upTo(50));
    const { band, steps } = partsOf(chart);
    expect(band).toHaveLength(52);
    expect(band[0]).toMatchObject({ lower: 0, upper: near(0.1920645583, 9) });
    expect(band[25]).toMatchObject({
      value: steps[25]?.['value'],
      lower: near(0.5 - 0.1920645583, 9),
      upper: near(0.5 + 0.1920645583, 9),
    });
    expect(band.at(-1)).toMatchObject({ lower: near(1 - 0.1920645583, 9), upper: 1 });
    expect(chart?.sentence).toContain('± 19.2 points');
  });

  it('has no band of fewer than 30 trials, and says so', () => {
    expect(partsOf(ofValues(upTo(29))).band).toEqual([]);
    expect(ofValues(upTo(29))?.sentence).toContain('fewer than 30 trials has no band');
    expect(partsOf(ofValues(upTo(30))).band).toHaveLength(32);
  });

  it.each([
    [5, []],
    [6, ['p50']],
    [36, ['p50', 'p90']],
    [73, ['p50', 'p90', 'p95']],
    [368, ['p50', 'p90', 'p95', 'p99']],
  ])('marks of %s trials the quantiles that they support', (count, quantiles) => {
    const { marks, guides } = partsOf(ofValues(upTo(count)));
    expect(marks.map(({ quantile }) => quantile)).toEqual(quantiles);
    expect(guides.map(({ quantile }) => quantile)).toEqual(quantiles);
  });

  it('is logarithmic where the values span a factor of ten, and says so', () => {
    const chart = ofValues([1000, 2000, 10_000]);
    expect(JSON.stringify(chart?.spec)).toContain('boot.guest (ms), logarithmic');
    expect(chart?.sentence).toContain('logarithmic');
    const zero = ofValues([0, 2000, 10_000]);
    expect(JSON.stringify(zero?.spec)).not.toContain('logarithmic');
    expect(zero?.sentence).not.toContain('logarithmic');
  });

  it('draws curves of many trials by some of their steps, in few bytes', async () => {
    const chart = ofValues(Array.from({ length: 10_000 }, (_, index) => 50_000 + ((index * 7919) % 10_000)));
    const { steps } = partsOf(chart);
    expect(steps.length).toBeLessThanOrEqual(501);
    expect([steps[1], steps.at(-1)]).toMatchObject([
      { value: 50, share: 0.0001 },
      { value: 59.999, share: 1 },
    ]);
    expect(chart?.sentence).toContain('every 21st of 10000, which moves a curve by less than 0.2 %');
    const [drawn] = chart === undefined ? [] : await renderCharts([chart]);
    expect(drawn?.svg.length).toBeLessThan(80_000);
  });

  it('says of compared arms where their curves are farthest apart', () => {
    const chart = chartOf(analyseRecords(aTwoArmRun({ blockCount: 20, factor: 1.3, seed: 5 })));
    const finding =
      /^vcpus=1 memMib=128: the curves are farthest apart at \d+\.\d ms, which [\d.]+ % of base and [\d.]+ % of candidate do not exceed\. /;
    expect(chart?.sentence).toMatch(finding);
    expect(chart?.altText).toContain('the curves are farthest apart');
  });

  it('says how many samples an interval needs', () => {
    const [, intervals] = panelsOf(ofValues([10_000, 20_000]));
    expect(rowsOf(intervals)[0]).toMatchObject({ text: '15.0 ms  [needs n ≥ 6]', lower: 15, upper: 15 });
  });

  it('never writes the numbers of an interval over the labels, nor cuts them', async () => {
    const chart = ofValues([6330, 7000, 9000, 9200, 12_000, 13_030]);
    const [row] = rowsOf(panelsOf(chart)[1]);
    expect(row).toMatchObject({ text: '9.1 ms  [6.3–13.0]', textSide: 'right' });
    const [drawn] = chart === undefined ? [] : await renderCharts([chart]);
    const widthPx = Number(/ width="(\d+)"/.exec(drawn?.svg ?? '')?.[1]);
    const textPx = textWidthPx('9.1 ms  [6.3–13.0]', { sizePx: chartFontPx.label, isBold: false });
    const labelsPx = rowLabelsPx([{ series: 'vcpus=1 memMib=128', counts: 'n = 6' }]);
    expect(widthPx).toBeGreaterThanOrEqual(labelsPx + Number(row?.['textX']) + textPx);
  });

  it('compares arms in a plot a case', () => {
    const panels = panelsOf(
      chartOf(analyseRecords(aReportRun({ arms: ['base', 'candidate'], trialCount: 6 }))),
    );
    expect(panels).toHaveLength(8);
    expect(rowsOf(panels[1]).map(({ series }) => series)).toEqual(['base', 'candidate']);
  });

  it('draws equal values', () => {
    expect(panelsOf(ofValues([20_000, 20_000]))).toHaveLength(2);
  });

  it('is nothing where no trial gave a value', () => {
    expect(chartOf(analyseRecords({ ...aSmallRun(), trials: [] }))).toBeUndefined();
  });
});
