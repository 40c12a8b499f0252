import { describe, expect, it } from 'vitest';
import { analyseRecords } from '../../../../src/analysis/analyse-run.ts';
import { waterfallRows } from '../../../../src/report/charts/waterfall-rows.ts';
import { waterfallChart } from '../../../../src/report/charts/waterfall.ts';
import { aReportRun } from '../a-report-run.ts';
import { aView } from '../a-view.ts';
import { aSmallRun, somePhases } from '../../builders.ts';
import { aTwoArmRun } from '../../two-arm-run.ts';
import { drawSound, specText } from './a-course-view.ts';
import { layersOf, panelsOf, rowsOf } from './spec-parts.ts';

const run = aTwoArmRun({
  blockCount: 6,
  factor: 1,
  seed: 3,
  change: (trial) => ({
    ...trial,
    wallNs: (trial.wallNs ?? 0) + (trial.armId === 'candidate' ? 1_600_400 : 0),
    phases: somePhases(trial.armId === 'candidate' ? { start: 11_000, ready: 60_600.2 } : { start: 9000 }),
  }),
});
const twelve = aReportRun({
  arms: ['base', 'a-candidate-of-a-long-name'],
  vcpus: [1, 2, 4, 8],
  memMib: [128, 512, 1024],
});

describe('waterfallChart()', () => {
  it('is as in the golden file, and sound', async () => {
    const chart = waterfallChart(aView(analyseRecords(run)));
    await expect(specText(chart)).toMatchFileSnapshot('../../../golden/charts/waterfall.vl.json');
    expect(await drawSound(chart)).toContain('unaccounted');
    expect(chart?.altText).toContain('vcpus=1 memMib=128: +1.60 ms in all');
    expect(chart?.altText).toContain('start +2.00 ms');
    expect(chart?.sentence).toMatch(/^vcpus=1 memMib=128: \+1\.60 ms in all/);
  });

  it('prints steps that add up to the printed total, to the last digit', () => {
    const chart = waterfallChart(aView(analyseRecords(twelve)));
    expect(panelsOf(chart)).toHaveLength(6);
    for (const panel of panelsOf(chart)) {
      const hundredths = rowsOf(layersOf(panel)[0]).map(({ text }) =>
        Math.round(100 * parseFloat(String(text))),
      );
      const total = hundredths.pop();
      expect(hundredths.reduce((sum, each) => sum + each, 0)).toBe(total);
    }
    expect(chart?.sentence).toContain('Drawn are the 6 largest of 12 differences.');
  });

  it('rounds the ends and not the steps', () => {
    const changes = [0.4, 0.4, 0.4, 0.4, -0.1];
    const steps = changes.map((changeUs, index) => ({ phase: `p${index}`, changeUs, fromUs: 0, toUs: 0 }));
    const side = { count: 1, runCount: 1, meanUs: 1 };
    const change = { caseId: 'c', candidateId: 'x', base: side, candidate: side, totalUs: 1.5, steps };
    const rows = waterfallRows(change, { unit: 'us', divisor: 1, decimals: 0 });
    expect(rows.map(({ text }) => text)).toEqual(['0 µs', '+1 µs', '0 µs', '+1 µs', '0 µs', '+2 µs']);
  });

  it('is not drawn where nothing is compared, or nothing differs', () => {
    expect(waterfallChart(aView(analyseRecords(aSmallRun())))).toBeUndefined();
    expect(
      waterfallChart(aView(analyseRecords(aTwoArmRun({ blockCount: 6, factor: 1, seed: 3 })))),
    ).toBeUndefined();
  });
});
