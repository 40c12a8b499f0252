import { describe, expect, it } from 'vitest';
import { chooseSides } from '../../../../src/analysis/compare/sides.ts';
import { effectivePolicy } from '../../../../src/analysis/gate/effective-policy.ts';
import { judgeGate } from '../../../../src/analysis/gate/judge-gate.ts';
import type { RunRecords } from '../../../../src/analysis/run-facts.ts';
import { BenchError } from '../../../../src/base/errors.ts';
import type { GateConfig } from '../../../../src/model/gate-policy.ts';
import type { GateVerdict } from '../../../../src/model/gate-verdict.ts';
import { parseGateVerdict } from '../../../../src/model/verdict-schema.ts';
import type { RunManifest } from '../../../../src/model/run.ts';
import type { TrialRecord } from '../../../../src/model/trial.ts';
import { aFailure, aHost, aHostIdentity, anAppliedPlacement, aPlacedThread } from '../../builders.ts';
import { aTwoArmRun, type TwoArmOptions } from '../../two-arm-run.ts';

function twoArms(options: Partial<TwoArmOptions> = {}): RunRecords {
  return aTwoArmRun({ blockCount: 24, factor: 1, seed: 5, ...options });
}

function gate(run: RunRecords, config: GateConfig = {}): GateVerdict {
  const sides = chooseSides([{ label: 'run', runs: [run] }], {});
  return judgeGate({ sides, policy: effectivePolicy(config), seed: 1, tool: '0.1.0' });
}

const waiver = { metric: 'boot.*', reason: 'known', owner: 'vmm team', until: '2026-02-01' } as const;

describe('judgeGate()', () => {
  it('passes equal arms and blocks a regression, by default on headlines', () => {
    expect(gate(twoArms())).toMatchObject({ status: 'passed', exitCode: 0, reasons: [] });
    const verdict = gate(twoArms({ factor: 1.1 }));
    expect(verdict).toMatchObject({ status: 'regressed', exitCode: 10 });
    expect(verdict.summary).toBe('regressed: 1 regressed of 1 gated');
    expect(verdict.reasons[0]).toMatch(/^boot\.guest of boot-time\/vcpus=1,memMib=128 regressed: \+9\.8 %/);
    expect(verdict.comparisons.map(({ mode }) => mode)).toEqual(['block']);
  });

  it('names the arm in every reason and sentence where there are several candidates', () => {
    const failing = (trial: TrialRecord): TrialRecord =>
      trial.armId === 'c' && trial.block > 6 ? { ...trial, outcome: aFailure(), samples: {} } : trial;
    const run = twoArms({ factor: 1.1, armIds: ['a', 'b', 'c', 'd'], change: failing });
    const verdict = gate(run, { limits: ['boot.guest p50 <= 1ms'] });
    expect(verdict.reasons.map((reason) => reason.replace(/ (of|fails) .*/, ''))).toEqual([
      'b: boot.guest',
      'd: boot.guest',
      'b: p50',
      'c: p50',
      'd: p50',
      'c: boot-time/vcpus=1,memMib=128',
      'c: boot.guest',
    ]);
    expect(verdict.otherReasons).toEqual([]);
  });

  it('tells apart the reasons that are about no single entry', () => {
    const run = twoArms({ factor: 1.1 });
    const verdict = gate({ ...run, trials: run.trials.slice(0, -4) });
    expect(verdict.reasons).toHaveLength(2);
    expect(verdict.otherReasons).toEqual(verdict.reasons.slice(1));
  });

  it('is the document that its schema describes', () => {
    const verdict = gate(twoArms({ factor: 1.1 }), {
      limits: ['boot.guest p95 <= 125ms'],
      waivers: [waiver],
    });
    expect(parseGateVerdict(JSON.parse(JSON.stringify(verdict)), 'the verdict')).toEqual(verdict);
  });

  it.each([
    ['warn', 'passed'],
    ['track', 'passed'],
    ['block', 'regressed'],
  ] as const)('lets a regression pass by mode %s: %s', (mode, status) => {
    const verdict = gate(twoArms({ factor: 1.1 }), { metrics: { 'boot.guest': { margin: '3%', mode } } });
    expect(verdict.status).toBe(status);
    expect(verdict.comparisons[0]?.comparison.verdict).toBe('regressed');
  });

  it('judges each metric by the most specific pattern, and none by none', () => {
    const config = { metrics: { 'boot.*': '3%', 'boot.guest': '20%' } };
    expect(gate(twoArms({ factor: 1.1 }), config).comparisons[0]?.comparison.verdict).toBe('equivalent');
    const reversed = { metrics: { 'boot.guest': '20%', 'boot.*': '3%' } };
    expect(gate(twoArms({ factor: 1.1 }), reversed).comparisons[0]?.comparison.verdict).toBe('equivalent');
    const gated = gate(twoArms(), { metrics: { 'phase.*': '50% & 1ms' } }).comparisons;
    expect(gated.every(({ comparison }) => comparison.metric.id.startsWith('phase.'))).toBe(true);
    expect(gated.length).toBeGreaterThan(5);
  });

  it.each([
    [{ metrics: { 'boot.gest': '3%' } }, 'Cannot apply gate.metrics: no compared metric matches "boot.gest"'],
    [
      { metrics: { 'boot.guest': { margin: '3%', cases: 'boot-tme/*' } } },
      'Cannot apply gate.metrics: no compared metric matches "boot.guest" in cases "boot-tme/*"',
    ],
    [{ limits: ['boot.gust p95 <= 1s'] }, 'Cannot apply gate.limits: no compared metric matches "boot.gust"'],
    [
      { waivers: [{ ...waiver, metric: 'bot.*' }] },
      'Cannot apply gate.waivers: no compared metric matches "bot.*"',
    ],
    [{ metrics: { 'boot.guest': '64KiB' } }, 'Cannot hold boot.guest in us to a value in KiB'],
    [{ limits: ['boot.guest p95 <= 5pt'] }, 'Cannot hold boot.guest in us to a value in percent'],
  ] as const)('refuses the policy %j', (config, message) => {
    const judge = (): GateVerdict => gate(twoArms(), config);
    expect(judge).toThrow(BenchError);
    expect(judge).toThrow(message);
  });

  it('says in the hint of a pattern without a match what one side has alone', () => {
    const run = twoArms();
    const [benchmark] = run.manifest.benchmarks;
    const [metric] = benchmark?.metrics ?? [];
    if (benchmark === undefined || metric === undefined) throw new Error('the run has no metric');
    const added = { ...metric, id: 'vmm.extra' };
    const candidate = {
      manifest: { ...run.manifest, benchmarks: [{ ...benchmark, metrics: [...benchmark.metrics, added] }] },
      trials: run.trials.map((trial) => ({ ...trial, samples: { ...trial.samples, 'vmm.extra': 1 } })),
    };
    const operands = [
      { label: 'before', runs: [run] },
      { label: 'after', runs: [candidate] },
    ];
    const sides = chooseSides(operands, { base: 'base', candidate: 'candidate' });
    const policy = effectivePolicy({ metrics: { 'vmm.*': '3%' } });
    expect(() => judgeGate({ sides, policy, seed: 1, tool: '0.1.0' })).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        hint: `What one side has alone cannot be compared: metric vmm.extra of boot-time/vcpus=1,memMib=128 is in ${run.manifest.runId}:candidate alone`,
      }),
    );
  });

  it('suggests the metric that was probably meant', () => {
    try {
      gate(twoArms(), { metrics: { 'boot.gest': '3%' } });
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toMatchObject({ hint: 'Did you mean boot.guest?' });
    }
  });

  it('waives until the day, by the start of the run', () => {
    const config = { waivers: [waiver] };
    const verdict = gate(twoArms({ factor: 1.1 }), config);
    expect(verdict).toMatchObject({ status: 'passed', exitCode: 0 });
    expect(verdict.comparisons[0]?.waiver).toEqual(waiver);
    const later = twoArms({ factor: 1.1, manifest: { startedAt: '2026-02-01T00:00:00.000Z' } });
    expect(gate(later, config).status).toBe('regressed');
  });

  it.each([
    ['boot.guest p95 <= 125ms', 'equivalent', 'passed'],
    ['boot.guest median <= 50ms', 'regressed', 'regressed'],
    ['boot.guest median >= 50ms', 'equivalent', 'passed'],
    ['boot.guest p99 <= 125ms', 'inconclusive', 'passed'],
    ['boot.guest p50 >= 0.07s', 'regressed', 'regressed'],
  ] as const)('judges the limit %s: %s', (limit, verdict, status) => {
    const judged = gate(twoArms({ blockCount: 40 }), { limits: [limit] });
    expect(judged.limits[0]?.verdict).toBe(verdict);
    expect(judged.status).toBe(status);
  });

  it('says of a limit how many values keep to it', () => {
    const { limits } = gate(twoArms(), { limits: ['boot.guest median <= 1s'] });
    expect(limits[0]?.sentence).toBe(
      'median of boot.guest of boot-time/vcpus=1,memMib=128 is at most 1s: 48 of 48 trials are and 50 % must be',
    );
  });

  it('fails on inconclusive comparisons where the policy is strict', () => {
    const few = twoArms({ blockCount: 1 });
    expect(gate(few)).toMatchObject({ status: 'passed', exitCode: 0 });
    expect(gate(few, { inconclusive: 'fail' })).toMatchObject({ status: 'inconclusive', exitCode: 11 });
  });

  it('is invalid without anything to compare, and never passes in silence', () => {
    const run = twoArms();
    expect(gate({ ...run, trials: [] })).toMatchObject({ status: 'invalid', exitCode: 12 });
    const oneArm = { ...run, trials: run.trials.filter(({ armId }) => armId === 'base') };
    expect(gate(oneArm)).toMatchObject({ status: 'invalid', exitCode: 12 });
    expect(gate(oneArm, { invalid: 'pass' }).status).toBe('passed');
  });

  it('is invalid where a headline has no value on either side', () => {
    const without = twoArms({ change: (trial) => ({ ...trial, samples: { 'noise.missed_log_lines': 0 } }) });
    const verdict = gate(without);
    expect(verdict).toMatchObject({ status: 'invalid', exitCode: 12 });
    expect(verdict.comparisons.map(({ comparison }) => comparison.verdict)).toEqual(['invalid']);
  });

  it.each<[string, Partial<RunManifest>]>([
    ['was killed', { end: { status: 'running' } }],
    [
      'was interrupted',
      { end: { status: 'interrupted', endedAt: '2026-01-02T03:05:05.000Z', runnerPeakRssKib: 1 } },
    ],
  ])('is invalid where a run %s', (_what, manifest) => {
    expect(gate(twoArms({ manifest }))).toMatchObject({ status: 'invalid', exitCode: 12 });
  });

  it('is invalid where records are missing from a run that says it is complete', () => {
    const run = twoArms();
    const verdict = gate({ ...run, trials: run.trials.slice(0, -4) });
    expect(verdict).toMatchObject({ status: 'invalid', exitCode: 12 });
    expect(verdict.reasons[0]).toContain('92 of 96 planned trials are recorded');
  });

  it('is invalid where threads were not where the plan has them', () => {
    const moved = twoArms({
      change: (trial) => ({
        ...trial,
        placement: anAppliedPlacement({ threads: [aPlacedThread({ allowedCpus: [0], lastCpu: 0 })] }),
      }),
    });
    expect(gate(moved)).toMatchObject({ status: 'invalid', exitCode: 12 });
  });

  it('is invalid where two runs are of different hosts', () => {
    const [before, after] = [1, 2].map((seed) =>
      aTwoArmRun({
        blockCount: 12,
        factor: 1,
        seed,
        armIds: ['base'],
        manifest: {
          runId: `run-${seed}`,
          host: aHost({ identity: aHostIdentity({ hostname: `bench-${seed}` }) }),
        },
      }),
    );
    if (before === undefined || after === undefined) throw new Error('two runs are needed');
    const sides = chooseSides(
      [
        { label: 'before', runs: [before] },
        { label: 'after', runs: [after] },
      ],
      {},
    );
    const verdict = judgeGate({ sides, policy: effectivePolicy({}), seed: 1, tool: '0.1.0' });
    expect(verdict).toMatchObject({ status: 'invalid', exitCode: 12 });
    expect(verdict.findings[0]).toMatchObject({ rule: 'hosts-differ', severity: 'error' });
  });

  it('lets a waiver cover a regression and nothing else', () => {
    const gone = twoArms({
      change: (trial) =>
        trial.armId === 'base' ? trial : { ...trial, samples: { 'noise.missed_log_lines': 0 } },
    });
    expect(gate(gone, { waivers: [waiver] })).toMatchObject({ status: 'invalid', exitCode: 12 });
    const few = twoArms({ blockCount: 1 });
    expect(gate(few, { waivers: [waiver], inconclusive: 'fail' }).status).toBe('inconclusive');
  });

  it('takes the latest run for the day of a waiver', () => {
    const runs = ['2026-01-02', '2026-03-01'].map((day, index) =>
      aTwoArmRun({
        blockCount: 12,
        factor: 1.1,
        seed: index,
        manifest: { runId: `run-${index}`, startedAt: `${day}T00:00:00.000Z` },
      }),
    );
    const sides = chooseSides([{ label: 'folder', runs }], {});
    const policy = effectivePolicy({ waivers: [waiver] });
    expect(judgeGate({ sides, policy, seed: 1, tool: '0.1.0' }).status).toBe('regressed');
  });

  it('judges many limits together at α', () => {
    const slow = twoArms({
      change: (trial) => ({
        ...trial,
        samples: { ...trial.samples, 'boot.guest': trial.block < 5 && trial.position < 2 ? 200_000 : 60_000 },
      }),
    });
    const limit = 'boot.guest p95 <= 125ms';
    expect(gate(slow, { limits: [limit] }).limits[0]?.verdict).toBe('regressed');
    const many = gate(slow, { limits: Array.from({ length: 20 }, () => limit) });
    expect(many.limits.map(({ verdict }) => verdict)).toEqual(
      Array.from({ length: 20 }, () => 'inconclusive'),
    );
  });

  it('counts failed trials as such that keep to no limit', () => {
    const failing = twoArms({
      change: (trial) => (trial.position > 1 ? { ...trial, outcome: aFailure(), samples: {} } : trial),
    });
    const [limit] = gate(failing, { limits: ['boot.guest p95 <= 125ms'] }).limits;
    expect(limit).toMatchObject({ verdict: 'regressed', count: 48 });
    expect(limit?.sentence).toMatch(/\d+ of 48 trials are, \d+ failed, and 95 % must be$/);
  });

  it('prefers a rule for the metric itself to a wildcard for some cases', () => {
    const config = {
      metrics: { 'boot.guest': '1%', 'boot.*': { margin: '50%', cases: 'boot-time/vcpus=1*' } },
    };
    expect(gate(twoArms({ factor: 1.1 }), config).status).toBe('regressed');
  });

  it('suggests the case that was probably meant where only the cases match nothing', () => {
    const judge = (): GateVerdict =>
      gate(twoArms(), { metrics: { 'boot.guest': { margin: '3%', cases: 'boot-time/vcpus=1,memMib=129' } } });
    try {
      judge();
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toMatchObject({ hint: 'Did you mean boot-time/vcpus=1,memMib=128?' });
    }
  });

  it('fails on more failures before it asks anything else', () => {
    const failing = twoArms({
      change: (trial) =>
        trial.armId === 'candidate' && trial.block < 8
          ? { ...trial, outcome: aFailure(), samples: {} }
          : trial,
    });
    expect(gate(failing)).toMatchObject({ status: 'failures', exitCode: 14 });
    expect(gate(failing).reasons[0]).toBe(
      'boot-time/vcpus=1,memMib=128 fails more often: 16 of 48 trials, before 0 of 48',
    );
  });
});
