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
import { panelsOf, rowsOf } from './spec-parts.ts';

function chartOf(analysis: RunAnalysis): Chart | undefined {
  return ecdfChart(aView(analysis));
}

function ofValues(values: readonly number[]): Chart | undefined {
  const trials = someTrials(values);
  const plan = aPlan({ cases: [aCase()], blocks: blocksOf(trials) });
  return chartOf(analyseRecords({ manifest: aManifest({ plan }), trials }));
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
        'vcpus=2 memMib=128: median 74.48 ms, 95 % interval 73.91–88.64 ms, n = 7, 1 failed.',
    );
    expect(chart?.sentence).toBe(
      'A curve gives the share of trials that stayed at or below a value, one step a trial; under it stand the ' +
        'median (tick) and its 95 % interval (bar). Stopwatch of boot.guest: From the InstanceStart request to ' +
        'the write of the guest to the boot timer.',
    );
  });

  it('makes one step of 1/n a sample, equal ones too, from 0 to 1', () => {
    const [curve] = panelsOf(ofValues([30_000, 10_000, 20_000, 20_000]));
    expect(rowsOf(curve).map(({ value, share }) => [value, share])).toEqual([
      [10, 0],
      [10, 0.25],
      [20, 0.5],
      [20, 0.75],
      [30, 1],
    ]);
  });

  it('leaves warm-ups and failed trials out of the curve and names the failed ones', () => {
    const chart = chartOf(analyseRecords(aSmallRun()));
    const [curve, intervals] = panelsOf(chart);
    expect(rowsOf(curve)).toHaveLength(1 + 8 + 1 + 7);
    expect(rowsOf(intervals).map(({ counts }) => counts)).toEqual(['n = 8', 'n = 7, 1 failed']);
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
