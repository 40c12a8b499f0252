import { describe, expect, it } from 'vitest';
import { analyseRecords } from '../../../../src/analysis/analyse-run.ts';
import type { RunAnalysis } from '../../../../src/model/analysis.ts';
import { forestChart } from '../../../../src/report/charts/forest.ts';
import { renderCharts } from '../../../../src/report/render-charts.ts';
import { aSmallRun } from '../../builders.ts';
import { layersOf, panelsOf, rowsOf } from './spec-parts.ts';
import { aView } from '../a-view.ts';
import { aTwoArmRun, type TwoArmOptions } from '../../two-arm-run.ts';

function analysis(options: Partial<TwoArmOptions> = {}): RunAnalysis {
  return analyseRecords(aTwoArmRun({ blockCount: 12, factor: 1.1, seed: 5, ...options }));
}

describe('forestChart()', () => {
  it('is as in the golden file, and sound', async () => {
    const chart = forestChart(aView(analysis({ armIds: ['base', 'same', 'slower'] })));
    if (chart === undefined) throw new Error('nothing is drawn');
    await expect(`${JSON.stringify(chart, undefined, 2)}\n`).toMatchFileSnapshot(
      '../../../golden/compare/forest.json',
    );
    const [drawn] = await renderCharts([chart]);
    expect(drawn?.warnings).toEqual([]);
    // The words, and not colours alone, tell the verdict.
    expect(drawn?.svg).toContain('regressed');
  });

  it('is not drawn where nothing is compared, or nothing by ratio', () => {
    expect(forestChart(aView(analyseRecords(aSmallRun())))).toBeUndefined();
    const zeros = analysis({
      change: (trial) => ({ ...trial, samples: { ...trial.samples, 'boot.guest': trial.position } }),
    });
    expect(forestChart(aView(zeros))).toBeUndefined();
  });

  it('shades the margin that verdicts have: 3 % less is 0.97', () => {
    const [band = []] = layersOf(panelsOf(forestChart(aView(analysis())))[0]).map(rowsOf);
    const [row] = band;
    expect(Number(row?.['marginLower'])).toBeCloseTo(0.97, 12);
    expect(Number(row?.['marginUpper'])).toBeCloseTo(1.03, 12);
  });

  it('tells the verdicts to those who do not see it', () => {
    expect(forestChart(aView(analysis()))?.altText).toContain('regressed: +10.1 %');
  });
});
