import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunManifest } from '../../../src/model/run.ts';
import { baselineLockName, lockBaselines } from '../../../src/cli/lock-baselines.ts';
import { formatAge } from '../../../src/cli/list-baselines.ts';
import { aHost } from '../builders.ts';
import { invoke, type Invocation } from './invoke.ts';
import { readJson, writeGateRun } from './gate-runs.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

const inFolder = (folder: TemporaryFolder, ...argv: readonly string[]): Promise<Invocation> =>
  invoke(argv, { cwd: folder.path });

/** The one run folder of the store. */
function storedRun(folder: TemporaryFolder): string {
  const store = join(folder.path, 'baselines');
  return join(store, readdirSync(store).find((name) => !name.endsWith('.json')) ?? 'none');
}

function withKernel(manifest: RunManifest): RunManifest {
  const { host = aHost() } = manifest;
  const identity = { ...host.identity, kernel: '6.6.0', hostname: 'other' };
  return { ...manifest, host: { ...host, identity } };
}

function withTurbo(manifest: RunManifest): RunManifest {
  const { host = aHost() } = manifest;
  return { ...manifest, host: { ...host, settings: { ...host.settings, turbo: 'on' } } };
}

/** A process that holds a lock until it is killed. */
async function holdLock(name: string): Promise<ChildProcess> {
  const script = 'require("net").createServer().listen("\\0" + process.argv[1], () => console.log("held"))';
  const holder = spawn(process.execPath, ['-e', script, name], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  return holder;
}

describe('baseline', () => {
  it('pins, lists and moves a name', async () => {
    using folder = makeTemporaryFolder();
    writeGateRun(folder, 'a-a', { name: 'first' });
    writeGateRun(folder, 'regression', { name: 'second' });
    expect(await inFolder(folder, 'baseline', 'list')).toMatchObject({
      status: 0,
      stdout: 'no baselines: make one with `microvm-bench baseline pin`\n',
    });
    const pinned = await inFolder(folder, 'baseline', 'pin', 'main', 'first', '--by', 'ops');
    expect([pinned.status, pinned.stderr]).toEqual([0, '']);
    expect(pinned.stdout).toMatch(/^main is first from now on, digest [0-9a-f]{16}\n$/);
    const accepted = await inFolder(folder, 'baseline', 'accept', 'main', 'second', '--reason', 'new kernel');
    expect(accepted.status).toBe(0);
    const { stdout } = await inFolder(folder, 'baseline', 'list');
    expect(stdout.replaceAll(/[0-9a-f]{16}/g, '<digest>').split('\n')).toEqual([
      '| name | run    | host      |   age | digest           |',
      '| :--- | :----- | :-------- | ----: | :--------------- |',
      '| main | second | generated | 0 min | <digest> |',
      '',
    ]);
    expect(JSON.parse((await inFolder(folder, 'baseline', 'list', '--json')).stdout)).toMatchObject({
      baselines: [{ name: 'main', runId: 'second', host: 'generated', reason: 'new kernel' }],
    });
    expect(readJson(join(folder.path, 'baselines/main.json'))).toMatchObject({
      history: [
        { runId: 'first', reason: 'the first one', by: 'ops' },
        { runId: 'second', reason: 'new kernel' },
      ],
    });
  });

  it('changes nothing while another process does, not even one that is killed', async () => {
    using folder = makeTemporaryFolder();
    for (const name of ['first', 'second', 'third']) writeGateRun(folder, 'a-a', { name });
    await inFolder(folder, 'baseline', 'pin', 'main', 'first');
    const history = (): unknown => readJson(join(folder.path, 'baselines/main.json'));
    const before = history();
    using holder = await holdLock(baselineLockName(join(folder.path, 'baselines')));
    const accepted = ['second', 'third'].map((run) =>
      inFolder(folder, 'baseline', 'accept', 'main', run, '--reason', run),
    );
    const others = [
      inFolder(folder, 'baseline', 'pin', 'other', 'second'),
      inFolder(folder, 'baseline', 'prune'),
    ];
    await expect(lockBaselines(join(folder.path, 'baselines'), { timeoutMs: 300 })).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
    });
    expect(history()).toEqual(before);
    expect(readdirSync(join(folder.path, 'baselines')).filter((file) => file.endsWith('.json'))).toEqual([
      'main.json',
    ]);
    holder.kill('SIGKILL');
    const ended = await Promise.all([...accepted, ...others]);
    expect(ended.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    expect(history()).toMatchObject({
      history: expect.arrayContaining(
        ['first', 'second', 'third'].map((runId) => expect.objectContaining({ runId }) as unknown),
      ) as unknown,
    });
  });

  it('takes its folder from flag, environment and configuration', async () => {
    using folder = makeTemporaryFolder();
    writeGateRun(folder, 'a-a', { name: 'first' });
    folder.write('microvm-bench.config.json', '{ "baselines": "configured" }');
    await inFolder(folder, 'baseline', 'pin', 'a', 'first');
    const env = { MICROVM_BENCH_BASELINES: 'from-env' };
    await invoke(['baseline', 'pin', 'b', 'first'], { cwd: folder.path, env });
    await invoke(['baseline', 'pin', 'c', 'first', '--baselines', 'flag'], { cwd: folder.path, env });
    const names = ['configured', 'from-env', 'flag'].map((name) =>
      readdirSync(join(folder.path, name)).filter((file) => file.endsWith('.json')),
    );
    expect(names).toEqual([['a.json'], ['b.json'], ['c.json']]);
  });

  it.each<[string, readonly string[], number, string]>([
    ['another action', ['lst'], 64, 'Did you mean list?'],
    ['a missing run', ['pin', 'main'], 64, 'a name and a run are needed'],
    ['something to list', ['list', 'main'], 64, 'nothing more is needed'],
    ['a name that is there', ['pin', 'main', 'first'], 64, 'there is one of this name'],
    ['a move without a reason', ['accept', 'main', 'second'], 64, 'there is no reason'],
    ['a move of nothing', ['accept', 'mian', 'second', '--reason', 'x'], 13, 'Did you mean main?'],
    ['a run that is not there', ['pin', 'new', 'none'], 65, 'Cannot find the run "none"'],
    ['a run that goes on', ['pin', 'new', 'running'], 64, 'it is running'],
  ])('refuses %s', async (...row) => {
    const [, argv, status, text] = row;
    using folder = makeTemporaryFolder();
    writeGateRun(folder, 'a-a', { name: 'first' });
    writeGateRun(folder, 'regression', { name: 'second' });
    writeGateRun(folder, 'a-a', {
      name: 'running',
      change: (manifest) => ({ ...manifest, end: { status: 'running' } }),
    });
    await inFolder(folder, 'baseline', 'pin', 'main', 'first');
    const seen = await inFolder(folder, 'baseline', ...argv);
    expect(seen.status).toBe(status);
    expect(seen.stderr).toContain(text);
  });

  it('lists a damaged one as such, with status 65', async () => {
    using folder = makeTemporaryFolder();
    writeGateRun(folder, 'a-a', { name: 'first' });
    await inFolder(folder, 'baseline', 'pin', 'main', 'first');
    chmodSync(join(storedRun(folder), 'samples.ndjson'), 0o644);
    appendFileSync(join(storedRun(folder), 'samples.ndjson'), '\n');
    const { status, stdout } = await inFolder(folder, 'baseline', 'list');
    expect(status).toBe(65);
    expect(stdout).toContain('main cannot be used: Cannot use "');
  });

  it('prunes, or says what it would prune', async () => {
    using folder = makeTemporaryFolder();
    writeGateRun(folder, 'a-a', { name: 'first' });
    await inFolder(folder, 'baseline', 'pin', 'main', 'first');
    const kept = await inFolder(folder, 'baseline', 'prune');
    expect(kept.stdout).toBe('nothing to remove: every run belongs to a name\n');
    const run = storedRun(folder);
    rmSync(join(folder.path, 'baselines/main.json'));
    expect((await inFolder(folder, 'baseline', 'prune', '--dry-run')).stdout).toBe(`would remove ${run}\n`);
    const pruned = await inFolder(folder, 'baseline', 'prune', '--json');
    expect(JSON.parse(pruned.stdout)).toEqual({ removed: true, folders: [run] });
    expect(readdirSync(join(folder.path, 'baselines'))).toEqual([]);
  });
});

describe('gate --baseline', () => {
  const gate = (folder: TemporaryFolder, ...more: readonly string[]): Promise<Invocation> =>
    inFolder(folder, 'gate', 'after:candidate', '--base', 'base', '--baseline', 'main', ...more);

  it('compares the run with the run that the name stands for', async () => {
    using folder = makeTemporaryFolder();
    writeGateRun(folder, 'a-a', { name: 'before' });
    const after = writeGateRun(folder, 'regression', { name: 'after' });
    await inFolder(folder, 'baseline', 'pin', 'main', 'before');
    const { status } = await gate(folder);
    expect(status).toBe(10);
    expect(readJson(join(after, 'verdict.json'))).toMatchObject({
      status: 'regressed',
      base: { armId: 'base', runIds: ['before'] },
      candidates: [{ armId: 'candidate', runIds: ['after'] }],
    });
  });

  it('lets Firecracker differ, and warns of settings that do', async () => {
    using folder = makeTemporaryFolder();
    writeGateRun(folder, 'a-a', { name: 'before' });
    const after = writeGateRun(folder, 'a-a', {
      name: 'after',
      change: (manifest) => {
        const arms = manifest.plan.arms.map((arm) => ({ ...arm, firecrackerVersion: '1.13.0' }));
        return withTurbo({ ...manifest, plan: { ...manifest.plan, arms } });
      },
    });
    await inFolder(folder, 'baseline', 'pin', 'main', 'before');
    const { status, stderr } = await gate(folder);
    expect(status).toBe(0);
    expect(stderr).toContain('warning baseline-host-settings: The host was set otherwise');
    expect(readJson(join(after, 'verdict.json'))).toMatchObject({
      status: 'passed',
      findings: [{ rule: 'baseline-host-settings' }, { rule: 'separate-runs' }],
    });
  });

  it('has no baseline on another host: 13, each differing fact in the verdict', async () => {
    using folder = makeTemporaryFolder();
    writeGateRun(folder, 'a-a', { name: 'before' });
    const after = writeGateRun(folder, 'a-a', { name: 'after', change: withKernel });
    await inFolder(folder, 'baseline', 'pin', 'main', 'before');
    const { status, stdout } = await gate(folder, '--comment', 'c.md');
    expect(status).toBe(13);
    expect(stdout).toContain('no-baseline: 2 facts of the machine differ');
    expect(readJson(join(after, 'verdict.json'))).toMatchObject({
      status: 'no-baseline',
      exitCode: 13,
      comparisons: [],
      reasons: [
        'host.identity.hostname differs: generated in the baseline, other in the run',
        'host.identity.kernel differs: 6.1.0 in the baseline, 6.6.0 in the run',
      ],
    });
  });

  it('has no baseline where the name stands for nothing: 13, with a verdict', async () => {
    using folder = makeTemporaryFolder();
    const after = writeGateRun(folder, 'a-a', { name: 'after' });
    const { status, stderr } = await gate(folder, '--output', 'v.json');
    expect(status).toBe(13);
    expect(stderr).toContain('error BASELINE_NOT_FOUND: Cannot find the baseline main');
    const verdict = { status: 'no-baseline', exitCode: 13 };
    expect(readJson(join(after, 'verdict.json'))).toMatchObject(verdict);
    expect(readJson(join(folder.path, 'v.json'))).toMatchObject(verdict);
  });

  it('ends with 65 where the stored run was changed, with a verdict', async () => {
    using folder = makeTemporaryFolder();
    writeGateRun(folder, 'a-a', { name: 'before' });
    const after = writeGateRun(folder, 'a-a', { name: 'after' });
    await inFolder(folder, 'baseline', 'pin', 'main', 'before');
    const stored = join(storedRun(folder), 'manifest.json');
    chmodSync(stored, 0o644);
    appendFileSync(stored, '\n');
    const { status, stderr } = await gate(folder);
    expect(status).toBe(65);
    expect(stderr).toContain(`Cannot use "${stored}" and "`);
    expect(readJson(join(after, 'verdict.json'))).toMatchObject({ status: 'error', exitCode: 65 });
  });

  it('says how to name the arm of a baseline that has several', async () => {
    using folder = makeTemporaryFolder();
    writeGateRun(folder, 'regression', { name: 'before' });
    writeGateRun(folder, 'regression', { name: 'after' });
    await inFolder(folder, 'baseline', 'pin', 'main', 'before');
    const { status, stderr } = await inFolder(folder, 'gate', 'after', '--baseline', 'main');
    expect(status).toBe(64);
    expect(stderr).toContain('hint: Give --base base\n');
    const arms = ['--base', 'base', '--candidate', 'candidate'];
    const named = await inFolder(folder, 'gate', 'after', '--baseline', 'main', ...arms);
    expect(named.status).toBe(10);
  });

  it('takes one run', async () => {
    using folder = makeTemporaryFolder();
    writeGateRun(folder, 'a-a', { name: 'after' });
    const { status } = await inFolder(folder, 'gate', 'after', 'after', '--baseline', 'main');
    expect(status).toBe(64);
  });
});

describe('formatAge()', () => {
  it.each([
    [-5, '0 min'],
    [119 * 60_000, '119 min'],
    [2 * 3_600_000, '2 h'],
    [48 * 3_600_000, '2 days'],
  ])('prints %d ms as %s', (ageMs, text) => {
    expect(formatAge(ageMs)).toBe(text);
  });
});
