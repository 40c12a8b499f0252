import { describe, expect, it } from 'vitest';
import { analyseRecords } from '../../../../src/analysis/analyse-run.ts';
import type { RunAnalysis } from '../../../../src/model/analysis.ts';
import type { Chart } from '../../../../src/report/charts/chart.ts';
import { phasesChart } from '../../../../src/report/charts/phases.ts';
import { aSmallRun } from '../../builders.ts';
import { aView } from '../a-view.ts';
import { layersOf, panelsOf, rowsOf } from './spec-parts.ts';

function chartOf(analysis: RunAnalysis): Chart | undefined {
  return phasesChart(aView(analysis));
}

describe('phasesChart()', () => {
  it('draws the small run', async () => {
    const chart = chartOf(analyseRecords(aSmallRun()));
    await expect(`${JSON.stringify(chart?.spec, undefined, 2)}\n`).toMatchFileSnapshot(
      '../../../golden/run-small/charts/boot-time-phases.vl.json',
    );
    expect(chart?.altText).toBe(
      'Phases of a trial, mean durations. ' +
        'vcpus=1 memMib=128: 88.80 ms in all, longest ready 60.95 ms, start 9.00 ms, kill 4.00 ms; ' +
        'vcpus=2 memMib=128: 99.24 ms in all, longest ready 71.39 ms, start 9.00 ms, kill 4.00 ms.',
    );
    expect(chart?.sentence).toBe(
      'Bars are the mean durations of the phases of a trial, end to end; means are drawn because they add up ' +
        'and medians do not. The mean of the whole trial stands at the end: from before the jail is made until ' +
        'all of the trial is removed, measured apart from the phases.',
    );
  });

  it('ends each bar where the printed total is', () => {
    const [panel] = panelsOf(chartOf(analyseRecords(aSmallRun())));
    const [segments, , totals] = layersOf(panel).map(rowsOf);
    for (const { series, end, text } of totals ?? []) {
      const ends = (segments ?? [])
        .filter((segment) => segment['series'] === series)
        .map(({ to }) => Number(to));
      expect(Math.max(...ends)).toBeCloseTo(Number(end), 9);
      expect(text).toBe(`${Number(end).toFixed(2)} ms`);
    }
  });

  it('is nothing where no trial was measured', () => {
    expect(chartOf(analyseRecords({ ...aSmallRun(), trials: [] }))).toBeUndefined();
  });
});
