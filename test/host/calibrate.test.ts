import { existsSync, readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRun } from '../../src/analysis/read-run.ts';
import type { Calibration } from '../../src/model/calibration.ts';
import { parseCalibration } from '../../src/model/calibration-schema.ts';
import { parseGateVerdict } from '../../src/model/verdict-schema.ts';
import { findTraces, makeTestFolder, runTool, type ToolResult } from './run-tool.ts';
import { requireVm } from './skips.ts';

/** Ten times as slow. */
const canary = '900%';

describe('microvm-bench calibrate, and gate --confirm', () => {
  let folder: ReturnType<typeof makeTestFolder>;
  const jailBase = (): string => join(folder.path, 'jails');
  const results = (): string => join(folder.path, 'results');
  const latest = (): string => realpathSync(join(results(), 'latest'));
  const places = (): readonly string[] => ['--jail-base', jailBase(), '--results', results()];
  const oneCase = ['boot-time', '--param', 'vcpus=1', '--param', 'memMib=128'];
  const call = (...args: readonly string[]): Promise<ToolResult> => runTool(args, { cwd: folder.path });

  beforeAll(() => {
    folder = makeTestFolder();
  });
  afterAll(() => {
    const jails = existsSync(jailBase()) ? readdirSync(jailBase()) : [];
    const left = jails.flatMap((name) => readdirSync(join(jailBase(), name)));
    const traces = [...left, ...findTraces(jailBase())];
    folder[Symbol.dispose]();
    expect(traces).toEqual([]);
  });

  const readCalibration = (run: string): Calibration =>
    parseCalibration(JSON.parse(readFileSync(join(run, 'calibration.json'), 'utf8')), 'it');

  it('finds a large canary by a delay that it has measured, and computes the same again', async (context) => {
    requireVm(context);
    const few = ['--comparisons', '2', '--blocks', '3', '--repeats', '1', '--max-blocks', '6'];
    const { status, stdout, stderr } = await call(
      ...['calibrate', ...oneCase, ...few, '--canary', canary, ...places()],
    );
    expect(status, stderr).toBe(0);
    const run = latest();
    const { plan, falseAlarms, canaries, curve } = readCalibration(run);
    expect(readRun(run).manifest.plan.arms.map(({ id }) => id)).toEqual(['base', 'again', 'canary-900']);
    expect(plan.pilotRunId).not.toBe(basename(run));
    expect(falseAlarms.gated.comparisons).toBe(2);
    expect(canaries).toMatchObject([{ blocks: 6, comparisons: 1, detected: { hits: 1, count: 1 } }]);
    expect(canaries[0]?.delayLoops).toBeGreaterThan(0);
    expect(curve.map(({ metricId }) => metricId)).toContain('boot.guest');
    expect(readFileSync(join(run, 'calibration.md'), 'utf8')).toBe(stdout);

    const again = await call('calibrate', '--from', run);
    expect([again.status, again.stdout]).toEqual([0, stdout]);
  });

  it('refuses canaries where the headline is not a time, before anything boots', async (context) => {
    requireVm(context);
    const before = readdirSync(results());
    const { status, stderr } = await call('calibrate', 'memory-overhead', ...places());
    expect(stderr).toContain('Cannot place canaries in memory-overhead');
    expect(stderr).toContain('--canary none');
    expect(status).toBe(64);
    expect(readdirSync(results())).toEqual(before);
  });

  it('confirms a slowdown with fresh trials by the settings of the first run', async (context) => {
    requireVm(context);
    const [slowed] = readCalibration(latest()).canaries;
    const candidate = `candidate=bootArgs+=delay=${String(slowed?.delayLoops)}`;
    const ran = await call(
      ...['run', ...oneCase, '-n', '6', '-w', '1', '--arm', 'base', '--arm', candidate, ...places()],
    );
    expect(ran.status, ran.stderr).toBe(0);
    const first = latest();
    // What is configured later counts for nothing.
    writeFileSync(
      join(folder.path, 'microvm-bench.config.json'),
      JSON.stringify({ trials: 1, arms: { a: {} } }),
    );
    const { status, stderr } = await call('gate', first, '--confirm', '--quiet');
    expect(status, stderr).toBe(10);

    const fresh = latest();
    expect(fresh).not.toBe(first);
    const value: unknown = JSON.parse(readFileSync(join(first, 'verdict.json'), 'utf8'));
    expect(parseGateVerdict(value, 'the verdict')).toMatchObject({
      status: 'regressed',
      confirmation: {
        firstRunId: basename(first),
        runId: basename(fresh),
        trials: 6,
        caseIds: ['boot-time/vcpus=1,memMib=128'],
        asked: 1,
        confirmed: 1,
      },
    });
    const [one, other] = [readRun(first).manifest, readRun(fresh).manifest];
    expect(other.plan.seed).not.toBe(one.plan.seed);
    expect(other.plan.arms).toEqual(one.plan.arms);
    expect(other.digests).toEqual(one.digests);
  });

  it('refuses to confirm without root, and with another file', async (context) => {
    requireVm(context);
    const first = readdirSync(results()).find((name) => existsSync(join(results(), name, 'verdict.json')));
    const run = join(results(), first ?? 'none');
    const asNobody = await runTool(['gate', run, '--confirm'], { uid: 65_534, cwd: '/' });
    expect(asNobody.stderr).toContain('FACILITY_MISSING');
    expect(asNobody.status).toBe(69);

    const path = join(run, 'manifest.json');
    const [digest] = readRun(run).manifest.digests;
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(digest?.sha256 ?? '?', 'ab'.repeat(32)));
    const before = readdirSync(results());
    const { status, stderr } = await call('gate', run, '--confirm');
    expect(stderr).toContain('is not the file that the run');
    expect(status).toBe(69);
    expect(readdirSync(results())).toEqual(before);
  });
});
