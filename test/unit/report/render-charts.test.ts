import { describe, expect, it } from 'vitest';
import { reportOfRun } from '../../../src/analysis/analyse-report.ts';
import { analyseRecords } from '../../../src/analysis/analyse-run.ts';
import { makeCharts } from '../../../src/report/draw-charts.ts';
import { renderCharts, type ChartSpec } from '../../../src/report/render-charts.ts';
import { textWidthPx } from '../../../src/report/text-width.ts';
import { aFailure, aSmallRun } from '../builders.ts';
import { aReportRun } from './a-report-run.ts';

const schema = 'https://vega.github.io/schema/vega-lite/v6.json';
const small = analyseRecords(aSmallRun());

function aTextSpec(text: string): ChartSpec {
  return {
    $schema: schema,
    data: { values: [{ text }] },
    mark: { type: 'text', align: 'left', x: 0, fontSize: 20 },
    encoding: { text: { field: 'text', type: 'nominal' } },
    width: 10,
    height: 10,
    padding: 0,
  };
}

async function svgOf(spec: ChartSpec): Promise<string> {
  const [drawn] = await renderCharts([{ id: 'one', spec }]);
  return drawn?.svg ?? '';
}

describe('renderCharts()', () => {
  it.each([
    ['the small run', aSmallRun()],
    ['one trial', aReportRun({ vcpus: [1], memMib: [128], trialCount: 1 })],
    ['two arms', aReportRun({ arms: ['base', 'candidate'], trialCount: 8 })],
    ['eight cases', aReportRun({ vcpus: [1, 2], memMib: [128, 256, 512, 1024], trialCount: 3 })],
    ['a run without warm-ups', withoutWarmups()],
    ['a run of failures', withoutValues()],
  ])('compiles and draws each chart of %s without a warning', async (_what, run) => {
    const charts = makeCharts(reportOfRun(analyseRecords(run)));
    const drawn = await renderCharts(charts);
    expect(drawn).toHaveLength(charts.length);
    for (const { spec, svg, warnings } of drawn) {
      expect(warnings).toEqual([]);
      expect(spec.$schema).toBe(schema);
      expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 \d+ \d+">/);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  it('draws the same bytes each time, and names nothing by a counter', async () => {
    const [first, second] = [
      await renderCharts(makeCharts(reportOfRun(small))),
      await renderCharts(makeCharts(reportOfRun(small))),
    ];
    expect(second.map(({ svg }) => svg)).toEqual(first.map(({ svg }) => svg));
    for (const { svg } of first) expect(svg).not.toMatch(/ id="|url\(#/);
  });

  it('lays text out by the width of the font', async () => {
    const text = 'iiiiiiiiii';
    const width = Number(/ width="(\d+)"/.exec(await svgOf(aTextSpec(text)))?.[1]);
    expect(width).toBeGreaterThanOrEqual(Math.floor(textWidthPx(text, { sizePx: 20, isBold: false })));
    expect(width).toBeLessThan(50);
  });

  it('escapes hostile labels and shows no control characters', async () => {
    const svg = await svgOf(aTextSpec('</text><script>&"\u0007'));
    expect(svg).toContain('>&lt;/text&gt;&lt;script&gt;&amp;"\uFFFD</text>');
  });

  it('tells what the compiler warned of', async () => {
    const [drawn] = await renderCharts([
      {
        id: 'odd',
        spec: {
          $schema: schema,
          data: { values: [] },
          mark: 'bar',
          encoding: { shape: { field: 'a', type: 'nominal' } },
        },
      },
    ]);
    expect(drawn?.warnings).toEqual(['shape dropped as it is incompatible with "bar".']);
  });

  it('refuses a spec that it cannot draw, by name', async () => {
    const spec: ChartSpec = {
      $schema: schema,
      data: { values: [{}] },
      transform: [{ calculate: 'nonsense(', as: 'x' }],
      mark: 'bar',
      encoding: {},
    };
    await expect(renderCharts([{ id: 'broken', spec }])).rejects.toThrow('Cannot draw the chart "broken": ');
  });
});

function withoutWarmups() {
  const run = aSmallRun();
  const blocks = run.manifest.plan.blocks.filter(({ isWarmup }) => !isWarmup);
  const plan = { ...run.manifest.plan, blocks };
  return { manifest: { ...run.manifest, plan }, trials: run.trials.filter(({ isWarmup }) => !isWarmup) };
}

function withoutValues() {
  const run = aSmallRun();
  return { ...run, trials: run.trials.map((trial) => ({ ...trial, samples: {}, outcome: aFailure() })) };
}
