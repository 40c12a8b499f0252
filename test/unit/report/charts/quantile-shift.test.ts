import { describe, expect, it } from 'vitest';
import { analyseRecords } from '../../../../src/analysis/analyse-run.ts';
import { notDrawn } from '../../../../src/report/charts/not-drawn.ts';
import { quantileShiftChart } from '../../../../src/report/charts/quantile-shift.ts';
import { renderCharts } from '../../../../src/report/render-charts.ts';
import { aSmallRun } from '../../builders.ts';
import { aTwoArmRun } from '../../two-arm-run.ts';
import { aView } from '../a-view.ts';
import { layersOf, panelsOf, rowsOf } from './spec-parts.ts';

const slower = aView(analyseRecords(aTwoArmRun({ blockCount: 60, factor: 1.3, seed: 5 })));

function near(value: number, digits: number): unknown {
  return expect.closeTo(value, digits);
}

describe('quantileShiftChart()', () => {
  it('draws a slower arm', async () => {
    const chart = quantileShiftChart(slower);
    await expect(`${JSON.stringify(chart?.spec, undefined, 2)}\n`).toMatchFileSnapshot(
      '../../../golden/compare/quantile-shift.json',
    );
    expect(chart?.sentence).toMatch(
      /^vcpus=1 memMib=128, candidate: \+\d\d\.\d % at decile 0.1, \+\d\d\.\d % at the median, .* clear of no change/,
    );
    const drawn = chart === undefined ? [] : await renderCharts([chart]);
    expect(drawn[0]?.warnings).toEqual([]);
  });

  it('is in per cent, with no change and the margin', () => {
    const [panel] = panelsOf(quantileShiftChart(slower));
    const [margin = [], none = [], band = [], curve = []] = layersOf(panel).map(rowsOf);
    expect(margin).toEqual([{ lower: near(-3, 10), upper: near(3, 10) }]);
    expect(none).toEqual([{ y: 0 }]);
    expect(curve.map(({ x }) => x)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
    expect(band).toHaveLength(9);
    for (const { lower, y, upper } of band) {
      expect(Number(lower)).toBeLessThan(30);
      expect(Number(upper)).toBeGreaterThan(30);
      expect(Number(y)).toBeCloseTo((Number(lower) + Number(upper)) / 2, -1);
    }
  });

  it('is nothing without a comparison, and of too few trials, for which the page has the reason', () => {
    expect(quantileShiftChart(aView(analyseRecords(aSmallRun())))).toBeUndefined();
    const small = aView(analyseRecords(aTwoArmRun({ blockCount: 9, factor: 1.3, seed: 5 })));
    expect(quantileShiftChart(small)).toBeUndefined();
    expect(notDrawn(small)).toEqual([
      'The change by deciles is not drawn of vcpus=1 memMib=128: 18 trials of the smaller side, 20 are needed.',
    ]);
    expect(notDrawn(slower)).toEqual([]);
  });
});
