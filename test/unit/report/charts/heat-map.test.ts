import { describe, expect, it } from 'vitest';
import { analyseRecords } from '../../../../src/analysis/analyse-run.ts';
import { facetPoints, gridOf } from '../../../../src/report/charts/heat-map-grid.ts';
import { heatColors } from '../../../../src/report/charts/heat-map-panel.ts';
import { heatMapChart } from '../../../../src/report/charts/heat-map.ts';
import { onPhaseInk } from '../../../../src/report/charts/theme.ts';
import { aReportRun } from '../a-report-run.ts';
import { aView } from '../a-view.ts';
import { aSmallRun } from '../../builders.ts';
import { drawSound, specText } from './a-course-view.ts';

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('heatMapChart()', () => {
  it('prints changes and verdicts where sides are compared', async () => {
    const chart = heatMapChart(aView(analyseRecords(aReportRun({ arms: ['base', 'candidate'] }))));
    await expect(specText(chart)).toMatchFileSnapshot('../../../golden/charts/heat-map.vl.json');
    const svg = await drawSound(chart);
    for (const text of ['-8.4 %', 'improved', 'inconclusive']) expect(svg).toContain(text);
    expect(chart?.sentence).toContain(
      'From -8.4 % (vcpus=1 memMib=128) to -2.8 % (vcpus=2 memMib=512); nothing can be concluded of 1 of 4 points.',
    );
  });

  it('prints medians where nothing is compared, and "no value" where there is none', async () => {
    const { manifest, trials } = aReportRun({ trialCount: 4 });
    const lost = manifest.plan.cases[3]?.id;
    const chart = heatMapChart(
      aView(analyseRecords({ manifest, trials: trials.filter(({ caseId }) => caseId !== lost) })),
    );
    expect(await drawSound(chart)).toContain('no value');
    expect(chart?.altText).toContain('vcpus=1 memMib=128: 13.30 ms, n = 4, too few');
    expect(chart?.altText).toContain('vcpus=2 memMib=512: no value');
  });

  it('is not drawn of a line of points', () => {
    expect(heatMapChart(aView(analyseRecords(aSmallRun())))).toBeUndefined();
  });

  it.each(Object.entries(heatColors))('keeps 4.5:1 of text on %s', (_name, color) => {
    expect((luminance(color) + 0.05) / (luminance(onPhaseInk) + 0.05)).toBeGreaterThanOrEqual(4.5);
  });
});

describe('gridOf()', () => {
  it('puts the parameter of the most values into columns, and numbers in order', () => {
    const points = [8, 1, 4].flatMap((vcpus) =>
      ['b', 'a'].flatMap((mode) => [true, false].map((on) => ({ vcpus, mode, on, same: 1 }))),
    );
    const grid = gridOf(points);
    expect(grid?.columns).toEqual({ name: 'vcpus', values: [1, 4, 8] });
    expect(grid?.rows).toEqual({ name: 'mode', values: ['b', 'a'] });
    expect(facetPoints(grid?.others ?? [])).toEqual([{ on: true }, { on: false }]);
    expect(gridOf([{ vcpus: 1 }, { vcpus: 2 }])).toBeUndefined();
  });
});
