import { describe, expect, it } from 'vitest';
import { analyseReport } from '../../../../src/analysis/analyse-report.ts';
import { analyseRecords } from '../../../../src/analysis/analyse-run.ts';
import { benchmarkViews } from '../../../../src/report/benchmark-view.ts';
import { explorerOf, type Explorer } from '../../../../src/report/interactive/explorer.ts';
import { renderCharts } from '../../../../src/report/render-charts.ts';
import { aManifest, aPlan, aSmallRun, blocksOf, someTrials } from '../../builders.ts';
import { aRunOfDay } from '../../some-runs.ts';
import { aTwoArmRun } from '../../two-arm-run.ts';
import { aView } from '../a-view.ts';
import { rowsOf } from '../charts/spec-parts.ts';

function explorerOfValues(values: readonly number[]): Explorer | undefined {
  const trials = someTrials(values);
  return explorerOf(
    aView(analyseRecords({ manifest: aManifest({ plan: aPlan({ blocks: blocksOf(trials) }) }), trials })),
  );
}

function dots(explorer: Explorer | undefined): readonly Readonly<Record<string, unknown>>[] {
  return rowsOf(explorer?.spec);
}

describe('explorerOf()', () => {
  it('has a dot for each trial that gave a value, with what a tooltip tells of it', () => {
    const explorer = explorerOf(aView(analyseRecords(aSmallRun())));
    const all = dots(explorer);
    expect(all).toHaveLength(17);
    expect(all[1]).toEqual({
      trial: 't0002',
      run: '20260102T030405Z-bench-1-0a1b2c',
      case: 'vcpus=1 memMib=128',
      side: 'default',
      number: 2,
      place: 2,
      block: 1,
      seed: 42,
      startedAt: '2026-01-02T03:04:06.250Z',
      value: 65.12,
      text: '65.12 ms',
      share: 0.5,
      noise: 'wait 120 µs, involuntary switches 6, migrations 3',
    });
  });

  it('places each measured trial by its rank, and a warm-up nowhere', () => {
    const [first, second, third] = dots(explorerOfValues([30_000, 10_000, 20_000]));
    expect([first?.['share'], second?.['share'], third?.['share']]).toEqual([1, 1 / 3, 2 / 3]);
    const warmups = dots(explorerOf(aView(analyseRecords(aSmallRun())))).filter(
      ({ share }) => share === undefined,
    );
    expect(warmups).toHaveLength(2);
  });

  it('lets a reader choose among several cases and several sides, and not among one', () => {
    const choices = (explorer: Explorer | undefined): unknown => explorer?.spec.params;
    expect(choices(explorerOf(aView(analyseRecords(aSmallRun()))))).toMatchObject([{ name: 'chosenCase' }]);
    const twoArms = aView(analyseRecords(aTwoArmRun({ blockCount: 3, factor: 1, seed: 1 })));
    expect(choices(explorerOf(twoArms))).toMatchObject([
      { name: 'chosenSide', bind: { options: ['all', 'base', 'candidate'] } },
    ]);
    expect(choices(explorerOfValues([1, 2, 3]))).toEqual([]);
  });

  it('puts runs one after the other, and lets a reader choose one', () => {
    const report = analyseReport([{ label: 'x', runs: [aRunOfDay(0, 60_000), aRunOfDay(1, 60_000)] }], {
      authors: [],
    });
    const [view] = benchmarkViews(report);
    if (view === undefined) throw new Error('no benchmark');
    const explorer = explorerOf(view);
    const all = dots(explorer);
    expect(new Set(all.map(({ run }) => run)).size).toBe(2);
    expect(all.map(({ place }) => place)).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
    expect(all.slice(8).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(explorer?.spec.params).toMatchObject([{ name: 'chosenRun' }]);
  });

  it('says what it leaves out beyond 2 000 trials, the first and the last never', () => {
    const explorer = explorerOfValues(Array.from({ length: 2_500 }, (_, index) => 60_000 + index));
    const all = dots(explorer);
    expect(all).toHaveLength(2_000);
    expect([all[0]?.['number'], all.at(-1)?.['number']]).toEqual([1, 2_500]);
    expect(explorer?.sentence).toContain('2000 of 2500 trials');
  });

  it('is sound to the compiler', async () => {
    const explorer = explorerOf(aView(analyseRecords(aTwoArmRun({ blockCount: 3, factor: 1, seed: 1 }))));
    if (explorer === undefined) throw new Error('nothing to explore');
    const [drawn] = await renderCharts([{ id: 'explorer', spec: explorer.spec }]);
    // A brush listens to the window, which only a browser has.
    const warnings = new Set(drawn?.warnings);
    expect([...warnings]).toEqual(['Can not resolve event source: window']);
  });

  it('is not there where no trial gave a value', () => {
    const { manifest } = aSmallRun();
    expect(explorerOf(aView(analyseRecords({ manifest, trials: [] })))).toBeUndefined();
  });
});
