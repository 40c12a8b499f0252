import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRun } from '../../src/analysis/read-run.ts';
import { placementOf } from '../../src/model/plan.ts';
import type { TrialRecord } from '../../src/model/trial.ts';
import { median } from '../../src/stats/moments.ts';
import { cachedInstallation } from '../../src/vm/firecracker/cached-installation.ts';
import { findTraces, makeTestFolder, runTool, startTool, type ToolResult } from './run-tool.ts';
import { requireVm } from './skips.ts';

describe('microvm-bench run with arms', () => {
  let folder: ReturnType<typeof makeTestFolder>;
  const jailBase = (): string => join(folder.path, 'jails');
  const results = (): string => join(folder.path, 'results');
  const latest = (): string => realpathSync(join(results(), 'latest'));
  const run = (...args: readonly string[]): Promise<ToolResult> =>
    runTool(['run', ...args, '--jail-base', jailBase(), '--results', results(), '--seed', '7']);
  const boot = (...args: readonly string[]): Promise<ToolResult> =>
    run('boot-time', '--param', 'vcpus=1', '--param', 'memMib=128', ...args);

  beforeEach((context) => {
    requireVm(context);
    folder = makeTestFolder();
  });
  afterEach(() => {
    const jails = existsSync(jailBase()) ? readdirSync(jailBase()) : [];
    const left = jails.flatMap((name) => readdirSync(join(jailBase(), name)));
    const traces = [...left, ...findTraces(jailBase())];
    folder[Symbol.dispose]();
    expect(traces).toEqual([]);
  });

  /** The installed binaries, in a folder of their own; gives the path of Firecracker, under another name. */
  const copyBinaries = (): string => {
    const { firecracker, jailer } = cachedInstallation('1.12.1', process.env);
    const binaries = join(folder.path, 'binaries');
    mkdirSync(binaries);
    copyFileSync(jailer, join(binaries, 'jailer'));
    copyFileSync(firecracker, join(binaries, 'firecracker-b'));
    return join(binaries, 'firecracker-b');
  };

  const ofArm = (armId: string): readonly TrialRecord[] =>
    readRun(latest()).trials.filter((trial) => trial.armId === armId);

  it('interleaves them in blocks, gives each what it asks for, and keeps the facts of both', async () => {
    const candidate = 'candidate=memMib=256,bootArgs+="delay=200000"';
    const { status, stdout, stderr } = await boot('-n', '5', '-w', '2', '--arm', 'base', '--arm', candidate);
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(
      /^base and candidate differ in: bootArgs \(no more, delay=200000\); memMib \(128, 256\)$/m,
    );

    const { manifest, trials } = readRun(latest());
    expect(manifest.plan.arms).toMatchObject([
      { id: 'base' },
      { id: 'candidate', overrides: { memMib: 256 } },
    ]);
    expect(manifest.plan.armDifferences?.map(({ what }) => what)).toEqual(['bootArgs', 'memMib']);
    expect(manifest.findings.map(({ rule }) => rule)).toContain('arms-memory');
    const order = [0, 1, 2, 3].map((block) =>
      trials
        .filter((trial) => trial.block === block)
        .map(({ armId, isWarmup }) => [armId, isWarmup] as const),
    );
    const sorted = order.map((block) => block.map(([armId]) => armId).sort());
    const both = ['base', 'base', 'candidate', 'candidate'];
    expect(sorted).toEqual([both, both, both, ['base', 'candidate']]);
    expect(order.map((block) => block[0]?.[1])).toEqual([true, false, false, false]);

    expect(trials.map(({ outcome }) => outcome.status)).toEqual(trials.map(() => 'ok'));
    for (const [armId, memMib, isDelayed] of [
      ['base', 128, false],
      ['candidate', 256, true],
    ] as const) {
      for (const { vms } of ofArm(armId)) {
        expect(vms[0]?.effectiveConfig).toMatchObject({ 'machine-config': { mem_size_mib: memMib } });
        expect(JSON.stringify(vms[0]?.effectiveConfig).includes('delay=200000')).toBe(isDelayed);
      }
    }
    const kept = manifest.effectiveConfigs ?? [];
    expect(kept.map(({ armId }) => armId).sort()).toEqual(['base', 'candidate']);
    expect(kept.find(({ armId }) => armId === 'candidate')?.config).toMatchObject({
      'machine-config': { mem_size_mib: 256 },
    });
    const medianOf = (armId: string): number =>
      median(ofArm(armId).map(({ samples }) => samples['boot.guest'] ?? NaN));
    expect(medianOf('candidate')).toBeGreaterThan(medianOf('base'));
    expect(stdout).toMatch(/vcpus=1 memMib=128 \| base .*\n.*vcpus=1 memMib=128 \| candidate/);
    const report = readFileSync(join(latest(), 'report.html'), 'utf8');
    expect(report).toContain(
      'base and candidate differ in: bootArgs (no more, delay=200000); memMib (128, 256)',
    );
    expect(report).toContain('memMib=256, bootArgs+=delay=200000');
  });

  it('runs another guest, start, jail and cgroup in one arm, each VM as the plan of its arm has it', async () => {
    const own =
      'vcpus=2,launch=attached,logLevel=Debug,firecrackerArguments=--no-seccomp,parentCgroup=mvb-arms/one';
    const { status, stderr } = await boot('-n', '2', '-w', '0', '--arm', 'base', '--arm', `other=${own}`);
    expect(status, stderr).toBe(0);
    const { manifest } = readRun(latest());
    const [planned] = manifest.plan.cases;
    for (const [armId, launch, vcpus] of [
      ['base', 'pid-namespace', 1],
      ['other', 'attached', 2],
    ] as const) {
      const placement = planned === undefined ? undefined : placementOf(planned, armId);
      expect(placement?.vcpus).toHaveLength(vcpus);
      for (const trial of ofArm(armId)) {
        expect(trial.outcome).toEqual({ status: 'ok' });
        expect(trial.vms[0]?.launch).toBe(launch);
        const threads = trial.placement?.threads.filter(({ role }) => role.startsWith('vcpu'));
        expect(threads?.map(({ allowedCpus }) => allowedCpus)).toEqual(placement?.vcpus);
      }
    }
    expect(manifest.plan.armDifferences?.map(({ what }) => what).sort()).toEqual([
      'firecrackerArguments',
      'launch',
      'parentCgroup',
      'vcpus',
    ]);
    expect(stderr).not.toContain('placement-moved');
    const mounts = ['/sys/fs/cgroup', '/sys/fs/cgroup/cpuset'];
    expect(mounts.filter((mount) => existsSync(join(mount, 'mvb-arms')))).toEqual([]);
  });

  it('gives each arm its own binaries and fixture; the same ones elsewhere are an A/A run', async () => {
    const { firecracker } = cachedInstallation('1.12.1', process.env);
    const binary = copyBinaries();
    const definition = join(folder.path, 'restored.ts');
    writeFileSync(definition, restored);
    const arms = ['--arm', 'base', '--arm', `other=${binary}`];
    const { status, stderr } = await run(
      'restored',
      '--benchmarks',
      definition,
      '-n',
      '2',
      '-w',
      '1',
      ...arms,
    );
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(/^base and other differ in: nothing: an A\/A run$/m);
    const { manifest } = readRun(latest());
    const digests = manifest.digests.filter(({ role }) => role === 'firecracker');
    expect(digests.map(({ path, arms: of }) => [path, of])).toEqual([
      [firecracker, ['base']],
      [binary, ['other']],
    ]);
    expect(new Set(digests.map(({ sha256 }) => sha256)).size).toBe(1);
    const kernels = manifest.digests.filter(({ role }) => role === 'kernel');
    expect(kernels.map((kernel) => kernel.arms)).toEqual([undefined]);
    const fixtures = ['base', 'other'].map((armId) => {
      const trials = ofArm(armId);
      expect(trials.map(({ outcome }) => outcome.status)).toEqual(trials.map(() => 'ok'));
      const names = trials.map(
        ({ placement }) => placement?.threads.find(({ role }) => role === 'vmm')?.comm,
      );
      expect(new Set(names)).toEqual(new Set([armId === 'base' ? 'firecracker' : 'firecracker-b']));
      return [...new Set(trials.map(({ samples }) => samples['own.fixture']))];
    });
    expect(fixtures.map((ids) => ids.length)).toEqual([1, 1]);
    expect(fixtures[0]).not.toEqual(fixtures[1]);
  });

  it('removes what a killed run has left of an arm whose binary has another name', async () => {
    const binary = copyBinaries();
    const endless = `other=${binary},bootArgs=mode=halt`;
    const common = ['--jail-base', jailBase(), '--results', results(), '--timeout', '60s'];
    const tool = startTool(['run', 'boot-time', ...common, '--arm', endless]);
    const jails = join(jailBase(), 'firecracker-b');
    const hasBooted = (): boolean =>
      existsSync(jails) &&
      readdirSync(jails).some((id) => {
        const log = join(jails, id, 'root/log');
        return existsSync(log) && readFileSync(log, 'utf8').includes('event_end: boot microvm');
      });
    await expect.poll(hasBooted, { timeout: 20_000, interval: 5 }).toBe(true);
    tool.kill('SIGKILL');
    await tool.ended;
    const left = readdirSync(jails);
    expect(left).toHaveLength(1);
    const { status, stderr } = await boot('-n', '1', '-w', '0', '--arm', 'base', '--arm', `other=${binary}`);
    expect(status, stderr).toBe(0);
    const events = readFileSync(join(latest(), 'events.ndjson'), 'utf8');
    expect(events).toContain(`"event":"leftover-removed","id":"${left.join('')}"`);
  });
});

/** Restores a snapshot and tells which. */
const restored = `
  import { join } from 'node:path';
  import { defineBenchmark, hostPath } from 'microvm-bench';
  export default defineBenchmark({
    id: 'restored',
    question: 'Which snapshot is it?',
    timedSpan: 'none',
    disturbedBy: [],
    parameters: {},
    headline: 'own.fixture',
    collectors: [],
    metrics: [{ id: 'own.fixture', unit: 'count', direction: 'neither', kind: 'count', description: 'd' }],
    vm: (_point, arm) => ({
      kernel: arm.probeGuest, bootArgs: \`timer=\${arm.bootTimerAddress}\`, drives: [], vcpus: 1, memMib: 128,
    }),
    async fixture({ prepareVm, bootVm, folder, timeoutMs }) {
      const vm = await bootVm(await prepareVm());
      await vm.waitReady({ timeoutMs });
      const paused = await vm.pause();
      const snapshot = await (await paused.snapshot('full')).keep(hostPath(join(folder, 'snapshot')));
      return { id: Math.random(), snapshot };
    },
    prepare: ({ prepareRestore, fixture }) =>
      prepareRestore({ snapshot: fixture.snapshot, backend: { kind: 'file' } }),
    async measure({ pinVm, fixture }, vm) {
      const running = await vm.restore();
      await pinVm(running);
      return { vm: running, samples: { 'own.fixture': fixture.id } };
    },
  });`;
