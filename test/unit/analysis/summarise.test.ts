import { describe, expect, it } from 'vitest';
import { summarise } from '../../../src/analysis/summarise.ts';
import type { ArmSummary } from '../../../src/model/analysis.ts';
import {
  aFailure,
  aManifest,
  anArm,
  aPlan,
  aSmallRun,
  aTrial,
  blocksOf,
  somePhases,
  someTrials,
} from '../builders.ts';

function onlyArm(trials: ReturnType<typeof someTrials>): ArmSummary | undefined {
  const manifest = aManifest({ plan: aPlan({ blocks: blocksOf(trials) }) });
  return summarise(manifest, trials)[0]?.arms[0];
}

function metricOf(arm: ArmSummary | undefined, id: string): ArmSummary['metrics'][number] | undefined {
  return arm?.metrics.find(({ metric }) => metric.id === id);
}

describe('summarise()', () => {
  it('takes trials one by one as well as all at once', () => {
    const { manifest, trials } = aSmallRun();
    expect(summarise(manifest, trials.values())).toEqual(summarise(manifest, trials));
  });

  it('counts warm-up, failed and aborted trials and leaves them out of the statistics', () => {
    const ok = someTrials([100, 200, 300]);
    const others = [
      aTrial({ trialId: 'w', isWarmup: true, block: 1, samples: { 'boot.guest': 9_999 } }),
      aTrial({ trialId: 'f', outcome: aFailure(), samples: { 'boot.guest': 9_999 } }),
      aTrial({ trialId: 'a', outcome: { status: 'aborted', reason: 'SIGINT' } }),
    ];
    const arm = onlyArm([...ok, ...others]);
    expect(arm?.counts).toEqual({ planned: 5, ok: 3, failed: 1, aborted: 1, invalid: 0, warmup: 1 });
    expect(metricOf(arm, 'boot.guest')).toMatchObject({ count: 3, mean: 200, max: 300 });
    expect(metricOf(arm, 'trial.wall')?.count).toBe(3);
  });

  it('keeps cases and arms apart', () => {
    const plan = aPlan({ arms: [anArm({ id: 'base' }), anArm({ id: 'candidate' })] });
    const base = someTrials([100, 102], { armId: 'base' });
    const candidate = someTrials([200], { armId: 'candidate' });
    const arms = summarise(aManifest({ plan }), [...base, ...candidate])[0]?.arms ?? [];
    expect(arms.map((arm) => [arm.armId, metricOf(arm, 'boot.guest')?.mean])).toEqual([
      ['base', 101],
      ['candidate', 200],
    ]);
  });

  it('gives a case without any ok trial its counts and no metrics', () => {
    const arm = onlyArm([aTrial({ outcome: aFailure() })]);
    expect(arm).toEqual({
      armId: 'default',
      counts: { planned: 1, ok: 0, failed: 1, aborted: 0, invalid: 0, warmup: 0 },
      metrics: [],
      phases: [],
    });
  });

  it('makes every phase and the wall time a metric in microseconds', () => {
    const trials = [1_000, 3_000].map((attach, index) =>
      aTrial({ trialId: `t${String(index)}`, phases: somePhases({ attach }) }),
    );
    const attach = metricOf(onlyArm(trials), 'phase.attach');
    expect(attach?.metric).toEqual({
      id: 'phase.attach',
      unit: 'us',
      direction: 'lower-is-better',
      kind: 'time',
      description:
        'the jailer makes the cgroup and moves itself into it (waits for a kernel grace period, or not: bimodal)',
    });
    expect([attach?.count, attach?.median, attach?.min, attach?.max]).toEqual([2, 2_000, 1_000, 3_000]);
    expect(metricOf(onlyArm(trials), 'trial.wall')?.max).toBe((trials[1]?.wallNs ?? 0) / 1000);
  });

  it('sums the phases of one name in a trial', () => {
    const twice = aTrial({ phases: [...somePhases({ attach: 1_000 }), ...somePhases({ attach: 500 })] });
    const arm = onlyArm([twice]);
    expect(metricOf(arm, 'phase.attach')?.median).toBe(1_500);
    expect(arm?.phases.find(({ name }) => name === 'attach')).toEqual({
      name: 'attach',
      count: 1,
      medianNs: 1_500_000,
      meanNs: 1_500_000,
    });
  });

  it('gives phases in the order in which they come, and noise after them', () => {
    const arm = onlyArm([aTrial({ phases: somePhases() })]);
    expect(arm?.phases.map(({ name }) => name)).toEqual(somePhases().map(({ name }) => name));
    expect(arm?.metrics.map(({ metric }) => metric.id)).toEqual([
      'boot.guest',
      'noise.missed_log_lines',
      ...somePhases().map(({ name }) => `phase.${name}`),
      'trial.wall',
      'noise.wait',
      'noise.involuntary_switches',
      'noise.migrations',
    ]);
  });

  it('summarises the small run', () => {
    const { manifest, trials } = aSmallRun();
    const cases = summarise(manifest, trials);
    expect(cases.map(({ case: { id }, arms }) => [id, arms[0]?.counts])).toEqual([
      ['boot-time/vcpus=1,memMib=128', { planned: 8, ok: 8, failed: 0, aborted: 0, invalid: 0, warmup: 1 }],
      ['boot-time/vcpus=2,memMib=128', { planned: 8, ok: 7, failed: 1, aborted: 0, invalid: 0, warmup: 1 }],
    ]);
    expect(metricOf(cases[1]?.arms[0], 'boot.guest')).toMatchObject({
      count: 7,
      median: 74_480,
      medianInterval: { kind: 'value', value: { lower: 73_905, upper: 88_640, coverage: 0.984375 } },
    });
  });

  it('refuses a case whose benchmark the manifest does not describe', () => {
    expect(() => summarise(aManifest({ benchmarks: [] }), [])).toThrow(
      'Cannot summarise boot-time/vcpus=1,memMib=128: the manifest does not describe its benchmark',
    );
  });
});
