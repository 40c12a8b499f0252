import { describe, expect, it } from 'vitest';
import { reportOfRun } from '../../../src/analysis/analyse-report.ts';
import { analyseRecords } from '../../../src/analysis/analyse-run.ts';
import { makeCharts, type BenchmarkChart } from '../../../src/report/draw-charts.ts';
import { renderCharts } from '../../../src/report/render-charts.ts';
import { evenly } from '../../../src/report/sheets.ts';
import { aReportRun } from './a-report-run.ts';

const twelveCases = { vcpus: [1, 2, 3, 4, 6, 8], memMib: [128, 512] };

function chartsOf(arms: readonly string[]): readonly BenchmarkChart[] {
  const run = aReportRun({ ...twelveCases, arms, trialCount: 6 });
  return makeCharts(reportOfRun(analyseRecords(run)));
}

describe('makeCharts()', () => {
  it.each([[['default']], [['base', 'candidate']], [['base', 'same', 'slower']]])(
    'has no chart of twelve cases of %j that is higher than a sheet, or so wide that its text is below 6 pt',
    async (arms) => {
      const sizes = (await renderCharts(chartsOf(arms))).map(({ id, svg, warnings }) => {
        const [, width = '', height = ''] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
        return { id, width: Number(width), height: Number(height), warnings };
      });
      expect(sizes.length).toBeGreaterThan(8);
      expect(sizes.filter(({ width, height }) => !(width <= 858 && height <= 800))).toEqual([]);
      expect(sizes.flatMap(({ warnings }) => warnings)).toEqual([]);
    },
  );

  it('numbers the sheets of a chart, each with its own cases and text', () => {
    const strips = chartsOf(['base', 'candidate']).filter(({ id }) => /-strip(-\d+)?$/.test(id));
    expect(strips.map(({ id }) => id)).toEqual(['boot-time-strip', 'boot-time-strip-2', 'boot-time-strip-3']);
    expect(strips[1]?.title).toBe('Trials of boot.guest (2 of 3)');
    const places = strips.map(({ altText }) => new Set(altText.match(/vcpus=\d memMib=\d+/g)));
    expect(places.map(({ size }) => size)).toEqual([4, 4, 4]);
    expect(new Set(places.flatMap((set) => [...set])).size).toBe(12);
  });

  it('draws the largest differences of all cases, with one axis on all sheets', () => {
    const waterfalls = chartsOf(['base', 'candidate']).filter(({ id }) => id.includes('-waterfall'));
    expect(waterfalls).toHaveLength(3);
    for (const { sentence } of waterfalls) {
      expect(sentence).toContain('Drawn are the 6 largest of 12 differences.');
    }
    const domains = waterfalls.map(
      ({ spec }) => /"domain":\[-?[\d.]+,[\d.]+\]/.exec(JSON.stringify(spec))?.[0],
    );
    expect(new Set(domains).size).toBe(1);
  });
});

describe('evenly()', () => {
  it.each([
    { count: 0, most: 3, sizes: [] },
    { count: 3, most: 3, sizes: [3] },
    { count: 4, most: 3, sizes: [2, 2] },
    { count: 8, most: 3, sizes: [3, 3, 2] },
  ])('makes groups of $sizes of $count', ({ count, most, sizes }) => {
    const items = Array.from({ length: count }, (_, index) => index);
    const groups = evenly(items, most);
    expect(groups.map(({ length }) => length)).toEqual(sizes);
    expect(groups.flat()).toEqual(items);
  });
});
