import { describe, expect, it } from 'vitest';
import { analyseReport } from '../../../../src/analysis/analyse-report.ts';
import { benchmarkViews } from '../../../../src/report/benchmark-view.ts';
import type { Chart } from '../../../../src/report/charts/chart.ts';
import { historyChart } from '../../../../src/report/charts/history.ts';
import { aHost } from '../../builders.ts';
import { aRunOfDay } from '../../some-runs.ts';
import { drawSound, specText } from './a-course-view.ts';

const { identity, ...rest } = aHost();
const other = { host: { ...rest, identity: { ...identity, kernel: '6.6.66' } } };

/** Five days at 65 ms, five at 68.2 ms, four under another kernel. */
function chartOf(days: number): Chart | undefined {
  const runs = Array.from({ length: days }, (_, day) =>
    day < 10
      ? aRunOfDay(day, day < 5 ? 65_000 + (day % 3) : 68_200 + (day % 2))
      : aRunOfDay(day, 66_000, other),
  );
  const [view] = benchmarkViews(analyseReport([{ label: 'all', runs }], { authors: [] }));
  return view === undefined ? undefined : historyChart(view);
}

describe('historyChart()', () => {
  it('is as in the golden file, and sound', async () => {
    const chart = chartOf(14);
    await expect(specText(chart)).toMatchFileSnapshot('../../../golden/charts/history.vl.json');
    const svg = await drawSound(chart);
    for (const text of ['+4.9 %', 'kernel 6.1.0 → 6.6.66', '2026-01-14']) expect(svg).toContain(text);
    expect(chart?.sentence).toContain('1 change of level, the largest +4.9 % (worse) at 2026-01-06 03:04.');
    expect(chart?.altText).toContain('a new series since kernel 6.1.0 → 6.6.66');
  });

  it('says where no level changes, and is not drawn of two runs', async () => {
    const chart = chartOf(3);
    await drawSound(chart);
    expect(chart?.sentence).toContain('No change of level is found.');
    expect(chartOf(2)).toBeUndefined();
  });
});
