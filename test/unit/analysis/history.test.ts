import { describe, expect, it } from 'vitest';
import { makeHistory } from '../../../src/analysis/history.ts';
import type { RunRecords } from '../../../src/analysis/run-facts.ts';
import type { History } from '../../../src/model/history.ts';
import type { RunManifest } from '../../../src/model/run.ts';
import { aBenchmark, aCase, aHost, aHostIdentity, aMetric, aPlacement, aPlan } from '../builders.ts';
import { aRunOfDay } from '../some-runs.ts';

const headlines = { metrics: [], cases: [] };

function historyOf(runs: readonly RunRecords[]): History {
  return makeHistory(runs, headlines);
}

const other = (identity: Parameters<typeof aHostIdentity>[0]): Partial<RunManifest> => ({
  host: aHost({ identity: aHostIdentity(identity) }),
});

function digests(firecracker: string, kernel: string): Pick<RunManifest, 'digests'> {
  return {
    digests: [
      { role: 'firecracker', path: '/fc', sha256: firecracker.repeat(32) },
      { role: 'jailer', path: '/jailer', sha256: `${firecracker}${kernel}`.repeat(16) },
      { role: 'kernel', path: '/vmlinux', sha256: kernel.repeat(32) },
    ],
  };
}

describe('makeHistory()', () => {
  it('has a point a run in the order of their starts, with the interval of the median', () => {
    const { series, leftOut } = historyOf([2, 0, 1].map((day) => aRunOfDay(day, 65_000 + day)));
    expect(leftOut).toEqual([]);
    expect(series).toHaveLength(1);
    expect(series[0]?.points.map(({ median }) => median)).toEqual([65_000, 65_001, 65_002]);
    expect(series[0]?.points[0]).toEqual({
      runId: '20260101T030405Z-bench-1-0a1b2c',
      startedAt: '2026-01-01T03:04:05.000Z',
      count: 8,
      median: 65_000,
      interval: { lower: 64_650, upper: 71_000, coverage: 0.9921875 },
    });
    expect(series[0]).toMatchObject({
      caseId: 'boot-time/vcpus=1,memMib=128',
      armId: 'default',
      changedFrom: [],
    });
  });

  it('counts a run once that is given twice, and leaves out one that has no end', () => {
    const running = aRunOfDay(1, 65_000, { end: { status: 'running' } });
    const { series, leftOut } = historyOf([aRunOfDay(0, 65_000), running, aRunOfDay(0, 65_000)]);
    expect(series[0]?.points).toHaveLength(1);
    expect(leftOut).toEqual([running.manifest.runId]);
  });

  it.each<[string, Partial<RunManifest>, string]>([
    ['host', other({ hostname: 'bench-2' }), 'bench-2'],
    ['cpu', other({ cpuModel: 'Another CPU' }), 'Another CPU'],
    ['microcode', other({ microcode: '0xa2' }), '0xa2'],
    ['kernel', other({ kernel: '6.2.0' }), '6.2.0'],
    ['firecracker', digests('cd', '01'), 'cdcdcdcdcdcdcdcd'],
    ['guest', digests('ab', '02'), 'kernel 0202020202020202'],
  ])('begins a series with another %s', (fact, changed, after) => {
    const first = aRunOfDay(0, 65_000, digests('ab', '01'));
    const second = aRunOfDay(1, 99_000, { ...digests('ab', '01'), ...changed });
    const third = aRunOfDay(2, 65_000, digests('ab', '01'));
    const { series } = historyOf([first, second, third]);
    expect(series.map(({ points }) => points.map(({ median }) => median))).toEqual([
      [65_000, 65_000],
      [99_000],
    ]);
    expect(series[1]?.changedFrom.map((change) => [change.fact, change.after])).toEqual([[fact, after]]);
    expect(series.flatMap(({ changes }) => changes)).toEqual([]);
  });

  it('begins a series with another placement policy and another unit', () => {
    const first = aRunOfDay(0, 65_000);
    const { plan } = aRunOfDay(1, 65_100).manifest;
    const cases = [aCase({ placement: aPlacement({ policy: 'shared' }) })];
    const second = aRunOfDay(1, 65_100, { plan: { ...aPlan(), ...plan, cases } });
    const third = aRunOfDay(2, 65_200, {
      benchmarks: [aBenchmark({ metrics: [aMetric({ unit: 'ms' }), ...aBenchmark().metrics.slice(1)] })],
    });
    const { series } = historyOf([first, second, third]);
    expect(series.map(({ changedFrom }) => changedFrom.map(({ fact }) => fact))).toEqual([
      [],
      ['placement'],
      ['placement', 'unit'],
    ]);
  });

  it('keeps to the files that are of the guest: another jailer begins no series', () => {
    const run = aRunOfDay(1, 65_000, digests('ab', '01'));
    const jailer = run.manifest.digests.map((each) =>
      each.role === 'jailer' ? { ...each, sha256: 'ef'.repeat(32) } : each,
    );
    const { series } = historyOf([
      aRunOfDay(0, 65_000, digests('ab', '01')),
      { ...run, manifest: { ...run.manifest, digests: jailer } },
    ]);
    expect(series).toHaveLength(1);
  });

  const scatterUs = [40, -110, 80, -30, 120, -60, 10, -90];
  const stepped = (shiftUs: number): readonly RunRecords[] =>
    [...scatterUs, ...scatterUs.map((each) => each + shiftUs)].map((each, day) =>
      aRunOfDay(day, 65_000 + each),
    );

  it('finds the run at which the level changes, and says whether that is worse', () => {
    const { series } = historyOf(stepped(2_600));
    expect(series[0]?.changes).toEqual([
      {
        runId: '20260109T030405Z-bench-1-0a1b2c',
        startedAt: '2026-01-09T03:04:05.000Z',
        before: 64_995,
        after: 67_595,
        relativeChange: 2_600 / 64_995,
        verdict: 'worse',
        p: expect.closeTo(0, 10) as unknown,
      },
    ]);
    expect(historyOf(stepped(-2_600)).series[0]?.changes.map(({ verdict }) => verdict)).toEqual(['better']);
  });

  it.each([
    ['a step of less than 2 %', stepped(1_200)],
    ['scatter without a step', stepped(0)],
    ['a step with three runs after it', stepped(2_600).slice(0, 11)],
  ])('tells nothing of %s', (_what, runs) => {
    expect(historyOf(runs).series[0]?.changes).toEqual([]);
  });

  it('shows metrics and cases by patterns', () => {
    const runs = [aRunOfDay(0, 65_000)];
    const ids = (metrics: readonly string[], cases: readonly string[] = []): readonly string[] =>
      makeHistory(runs, { metrics, cases }).series.map(({ metric }) => metric.id);
    expect(ids([])).toEqual(['boot.guest']);
    expect(ids(['*.guest', 'phase.ki*'])).toEqual(['boot.guest', 'phase.kill']);
    expect(ids([], ['boot-time/*'])).toEqual(['boot.guest']);
    expect(ids([], ['other/*'])).toEqual([]);
  });
});
