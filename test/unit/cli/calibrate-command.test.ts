import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunRecords } from '../../../src/analysis/run-facts.ts';
import type { GateConfig } from '../../../src/model/gate-policy.ts';
import type { CalibrationPlan } from '../../../src/model/calibration.ts';
import { parseCalibration } from '../../../src/model/calibration-schema.ts';
import { aCalibrationPlan, aCanary, aRunOfArms } from '../analysis/calibrate/a-calibration-run.ts';
import { runFiles } from '../two-arm-run.ts';
import { invoke, type Invocation } from './invoke.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

function writeRun(folder: TemporaryFolder, run: RunRecords, plan?: CalibrationPlan): string {
  for (const [file, text] of Object.entries(runFiles(run))) folder.write(join('results/run', file), text);
  if (plan !== undefined) folder.write('results/run/calibration-plan.json', JSON.stringify(plan));
  return join(folder.path, 'results/run');
}

function call(folder: TemporaryFolder, ...argv: readonly string[]): Promise<Invocation> {
  return invoke(['calibrate', ...argv], { cwd: folder.path });
}

const equal = { base: 1, again: 1 };
const withCanaries = { ...equal, 'canary-10': 1.1, 'canary-2': 1.02 };
const plan = aCalibrationPlan({
  canaries: [
    aCanary(),
    aCanary({ armId: 'canary-2', size: 0.02, builtIn: {}, detectable: 1.03, isPromised: false }),
  ],
  pilotRunId: 'a-pilot',
});

describe('calibrate --from', () => {
  it('prints the tables and writes them with all numbers', async () => {
    using folder = makeTemporaryFolder();
    const run = writeRun(folder, aRunOfArms(withCanaries, { blockCount: 120 }), plan);
    const { status, stdout } = await call(folder, '--from', 'run');
    expect(status).toBe(0);
    await expect(stdout).toMatchFileSnapshot('../../golden/calibrate/calibration.md');
    expect(readFileSync(join(run, 'calibration.md'), 'utf8')).toBe(stdout);
    const text = readFileSync(join(run, 'calibration.json'), 'utf8');
    const { canaries } = parseCalibration(JSON.parse(text), 'it');
    expect(canaries.map(({ detected }) => detected.count)).toEqual([10, 10]);
  });

  it('prints the same document with --json, each time', async () => {
    using folder = makeTemporaryFolder();
    const run = writeRun(folder, aRunOfArms(withCanaries, { blockCount: 60 }), plan);
    const first = await call(folder, '--from', 'run', '--json');
    const second = await call(folder, '--from', 'run', '--json');
    expect(first.status).toBe(0);
    expect(second.stdout).toBe(first.stdout);
    expect(readFileSync(join(run, 'calibration.json'), 'utf8')).toBe(first.stdout);
  });

  it('takes any run of one arm under two names, in windows of --blocks', async () => {
    using folder = makeTemporaryFolder();
    writeRun(folder, aRunOfArms(equal, { blockCount: 60 }));
    const { stdout } = await call(folder, '--from', 'run', '--blocks', '6', '--json');
    expect(parseCalibration(JSON.parse(stdout), 'it')).toMatchObject({
      plan: { blocks: 6, canaries: [] },
      falseAlarms: { gated: { comparisons: 10 } },
    });
  });

  it('gates what the gate of the configuration gates, by its margins and its α', async () => {
    using folder = makeTemporaryFolder();
    writeRun(folder, aRunOfArms({ base: 1, again: 1.08 }, { blockCount: 60 }));
    const calledBy = async (gate: GateConfig): Promise<unknown> => {
      folder.write('microvm-bench.config.json', JSON.stringify({ gate }));
      const { stdout } = await call(folder, '--from', 'run', '--json');
      const { plan: decided, falseAlarms } = parseCalibration(JSON.parse(stdout), 'it');
      const gated = falseAlarms.metrics.filter(({ isGated }) => isGated);
      return [decided.alpha, gated.map(({ metricId, called }) => [metricId, called.hits])];
    };
    expect(await calledBy({})).toEqual([0.05, [['boot.guest', 5]]]);
    expect(await calledBy({ metrics: { 'boot.*': '20%' }, alpha: 0.01 })).toEqual([
      0.01,
      [['boot.guest', 0]],
    ]);
    expect(await calledBy({ metrics: { 'memory.*': '1%' } })).toEqual([0.05, []]);
    expect((await call(folder, '--from', 'run')).stdout).toMatch(
      /^Gated, as the configuration has it: memory\S+ by 1%$/m,
    );
  });

  it('refuses a run whose arms are not alike', async () => {
    using folder = makeTemporaryFolder();
    const run = aRunOfArms(equal, { blockCount: 12 });
    const arms = run.manifest.plan.arms.map((arm, index) => ({ ...arm, overrides: { memMib: 128 + index } }));
    writeRun(folder, { ...run, manifest: { ...run.manifest, plan: { ...run.manifest.plan, arms } } });
    const { status, stderr } = await call(folder, '--from', 'run');
    expect(status).toBe(64);
    expect(stderr).toContain('its first two arms are not the same');
  });

  it('refuses a plan of another format', async () => {
    using folder = makeTemporaryFolder();
    writeRun(folder, aRunOfArms(equal, { blockCount: 12 }), { ...plan, format: '2.0' });
    const { status, stderr } = await call(folder, '--from', 'run');
    expect(status).toBe(65);
    expect(stderr).toContain('its format is 2.0');
  });
});

describe('calibrate', () => {
  it.each([
    [['--canary', '3'], 'Cannot use --canary "3"'],
    [['--canary', '1%'], '1 % does not exceed the margin of 1 %'],
    [['--canary', '5%', '--margin', '5%'], 'does not exceed the margin'],
    [['--margin', '50us'], 'Cannot use --margin "50us"'],
    [['--blocks', '0'], 'Cannot use --blocks "0"'],
    [['--comparisons', 'many'], 'Cannot use --comparisons "many"'],
    [['--trials', '5'], 'unknown option "--trials"'],
  ])('refuses %j', async (argv, message) => {
    using folder = makeTemporaryFolder();
    const { status, stderr } = await call(folder, '--from', 'run', ...argv);
    expect(stderr).toContain(message);
    expect(status).toBe(64);
  });
});
