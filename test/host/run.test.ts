import { execFileSync } from 'node:child_process';
import {
  chmodSync,
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
import { findCgroupMode } from '../../src/host/cgroup-mode.ts';
import { hostLockName, takeHostLock } from '../../src/host/host-lock.ts';
import { readAllowedCpus } from '../../src/host/cpu-list.ts';
import { cachedInstallation } from '../../src/vm/firecracker/cached-installation.ts';
import { ip, whyNoLink } from './network-namespace.ts';
import { requireVm, skipFor } from './skips.ts';
import { bootPhases } from './support.ts';
import {
  findTraces,
  makeTestFolder,
  runTool,
  startTool,
  type ToolOptions,
  type ToolResult,
} from './run-tool.ts';

/** Whether the process is a live one with a VM id of this tool. */
function isOurs(pid: string): boolean {
  const path = `/proc/${pid}/cmdline`;
  return existsSync(path) && readFileSync(path, 'utf8').includes('mvb-');
}

/** Part of a definition whose guest never signals. */
const neverReady =
  "vm: (_point, arm) => ({ kernel: arm.probeGuest, bootArgs: 'mode=halt', drives: [], vcpus: 1, memMib: 128 }),";

describe('microvm-bench run', () => {
  let folder: ReturnType<typeof makeTestFolder>;
  let common: readonly string[];
  const jailBase = (): string => join(folder.path, 'jails');
  const results = (): string => join(folder.path, 'results');
  const latest = (): string => realpathSync(join(results(), 'latest'));

  beforeEach((context) => {
    requireVm(context);
    folder = makeTestFolder();
    common = [
      '--jail-base',
      jailBase(),
      '--results',
      results(),
      '--warmup',
      '1',
      '--seed',
      '7',
      '--param',
      'memMib=128',
    ];
  });
  afterEach(() => {
    const traces = findTraces(jailBase());
    folder[Symbol.dispose]();
    expect(traces).toEqual([]);
  });

  const run = (args: readonly string[], options: ToolOptions = {}): Promise<ToolResult> =>
    runTool(['run', ...args, ...common], options);

  /** Whether a VM of the run has been started. */
  const hasBooted = (): boolean => {
    const jails = join(jailBase(), 'firecracker');
    const ids = existsSync(jails) ? readdirSync(jails) : [];
    return ids.some((id) => {
      const log = join(jails, id, 'root/log');
      return existsSync(log) && readFileSync(log, 'utf8').includes('event_end: boot microvm');
    });
  };

  /** Writes a user's definition of boot-time with some of its parts replaced. */
  const writeDefinition = (id: string, parts: string): string => {
    const path = join(folder.path, `${id}.ts`);
    writeFileSync(
      path,
      `import { bootTimer, defineBenchmark } from 'microvm-bench';
       export default defineBenchmark({
         id: '${id}',
         question: 'Does it work?',
         timedSpan: 'none',
         disturbedBy: [],
         parameters: { vcpus: [1], memMib: [128] },
         headline: 'boot.guest',
         collectors: [bootTimer],
         vm: ({ vcpus, memMib }, arm) => ({
           kernel: arm.probeGuest, bootArgs: \`timer=\${arm.bootTimerAddress}\`, drives: [], vcpus, memMib,
         }),
         async measure(trial, vm) {
           const booted = await trial.bootVm(vm);
           await booted.waitReady({ timeoutMs: trial.timeoutMs });
           return { vm: booted };
         },
         ${parts}
       });`,
    );
    return path;
  };

  it('measures, journals and reports every planned trial', async () => {
    const { status, stdout } = await run(['boot-time', '-n', '3', '--param', 'vcpus=1,2']);
    expect(status).toBe(0);
    expect(stdout).toContain('boot.guest');
    const { manifest, trials } = readRun(latest());
    expect(manifest.end.status).toBe('complete');
    expect(trials.map(({ trialId }) => trialId)).toEqual(
      manifest.plan.blocks.flatMap((block) => block.trials.map(({ id }) => id)),
    );
    expect(trials.filter(({ isWarmup }) => isWarmup)).toHaveLength(2);
    expect(trials.every(({ outcome }) => outcome.status === 'ok')).toBe(true);
    for (const trial of trials) {
      expect(trial.phases.map(({ name }) => name)).toEqual(bootPhases);
      expect(trial.samples['boot.start_call_vmm']).toBeLessThanOrEqual(
        trial.samples['boot.start_call'] ?? NaN,
      );
      const planned = manifest.plan.cases.find(({ id }) => id === trial.caseId)?.placement;
      const vcpus = trial.placement?.threads.filter(({ role }) => role.startsWith('vcpu'));
      expect(vcpus?.map(({ allowedCpus }) => allowedCpus)).toEqual(planned?.vcpus);
      expect(trial.vms[0]?.end).toEqual({ exit: { kind: 'signal', signal: 9 }, steps: ['SIGKILL'] });
    }
    expect(readdirSync(latest()).sort()).toEqual([
      'charts',
      'events.ndjson',
      'manifest.json',
      'report.html',
      'samples.csv',
      'samples.ndjson',
      'summary.csv',
      'summary.json',
    ]);
  });

  it('shares a fixture, keeps what was looked at, judges limits and fits slopes, as the definition says', async () => {
    const metric = "{ unit: 'KiB', direction: 'neither', kind: 'memory', description: 'd' }";
    const path = writeDefinition(
      'looks',
      `parameters: { vcpus: [1, 2], memMib: [128], other: ['a', 'b'] },
       fixtureParameters: ['vcpus'],
       fixture: async () => ({ id: Math.random() }),
       metrics: [{ id: 'own.fixture', ...${metric} }, { id: 'own.absent', ...${metric}, mayBeAbsent: true }],
       limits: [{ metric: 'own.fixture', atMost: 0 }, { metric: 'boot.guest', atMost: 1e9 }],
       slopes: [{ metric: 'own.fixture', over: 'vcpus' }],
       async measure(trial, vm) {
         const booted = await trial.bootVm(vm);
         await booted.waitReady(trial);
         const memory = booted.readMemory();
         return { vm: booted, observations: { memory }, samples: { 'own.fixture': trial.fixture.id } };
       },`,
    );
    const { status, stderr } = await run(['looks', '--benchmarks', path, '-n', '2']);
    expect(status, stderr).toBe(0);
    const { trials } = readRun(latest());
    const fixtures = [1, 2].map((vcpus) => {
      const sharing = trials.filter(({ caseId }) => caseId.includes(`vcpus=${vcpus}`));
      expect(sharing.length).toBe(6);
      return new Set(sharing.map(({ samples }) => samples['own.fixture']));
    });
    expect(fixtures.map(({ size }) => size)).toEqual([1, 1]);
    expect(fixtures[0]).not.toEqual(fixtures[1]);
    for (const { trialId, observations, samples } of trials) {
      expect(observations).toBe(`observations/${trialId}.json`);
      const kept: unknown = JSON.parse(readFileSync(join(latest(), observations ?? ''), 'utf8'));
      expect(kept).toMatchObject({ trialId, memory: { guestFoundBy: 'noreserve-mappings' } });
      expect(samples).not.toHaveProperty('own.absent');
    }
    expect(stderr.match(/own\.fixture was above 0 KiB in 2 of 2 trials/g)).toHaveLength(4);
    const summary: unknown = JSON.parse(readFileSync(join(latest(), 'summary.json'), 'utf8'));
    expect(summary).toMatchObject({
      slopes: ['a', 'b'].map((other) => ({ metric: 'own.fixture', parameters: { other }, count: 4 })),
    });
    expect(readFileSync(join(latest(), 'report.html'), 'utf8')).toContain('<b>Slopes:</b>');
  });

  it('prints one JSON document and nothing else with --json', async () => {
    const { status, stdout } = await run(['boot-time', '-n', '1', '--param', 'vcpus=1', '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ folder: latest() });
  });

  it('ends in order at Ctrl-C: the running trial is kept, the rest is not begun', async () => {
    const tool = startTool(['run', 'boot-time', '-n', '500', ...common]);
    await tool.saw(/^\d+\/\d+ trials/m);
    tool.kill('SIGINT');
    const { status, stderr } = await tool.ended;
    expect(status).toBe(130);
    expect(stderr).toContain('SIGINT: the running trial ends');
    const { manifest, trials } = readRun(latest());
    expect(manifest.end.status).toBe('interrupted');
    expect(trials.length).toBeGreaterThan(0);
    expect(trials.every(({ outcome }) => outcome.status === 'ok')).toBe(true);
    expect(existsSync(join(latest(), 'report.html'))).toBe(true);
  });

  it('ends at once at the second signal, and says 143 after SIGTERM', async () => {
    const path = writeDefinition('never-ready', neverReady);
    const tool = startTool([
      'run',
      'never-ready',
      '--benchmarks',
      path,
      '-n',
      '5',
      '--timeout',
      '60s',
      ...common,
    ]);
    const hasTrialBegun = (): boolean =>
      existsSync(join(jailBase(), 'firecracker')) && readdirSync(join(jailBase(), 'firecracker')).length > 0;
    await expect.poll(hasTrialBegun, { timeout: 10_000, interval: 5 }).toBe(true);
    tool.kill('SIGTERM');
    await tool.saw(/SIGTERM: the running trial ends/);
    tool.kill('SIGTERM');
    expect((await tool.ended).status).toBe(143);
    expect(readRun(latest()).trials.map(({ outcome }) => outcome.status)).toEqual(['aborted']);
  });

  it('removes what a killed run has left, at the next run', async () => {
    const path = writeDefinition('never-ready', neverReady);
    const tool = startTool(['run', 'never-ready', '--benchmarks', path, '--timeout', '60s', ...common]);
    await expect.poll(hasBooted, { timeout: 10_000, interval: 5 }).toBe(true);
    tool.kill('SIGKILL');
    await tool.ended;
    expect(findTraces(jailBase()).length).toBeGreaterThan(2);
    expect((await run(['boot-time', '-n', '1', '--param', 'vcpus=1'])).status).toBe(0);
    expect(readFileSync(join(latest(), 'events.ndjson'), 'utf8')).toMatch(
      /"event":"leftover-removed".*"killedPids":\[\d+\]/,
    );
  });

  it('removes the empty parent cgroup that a run killed between two VMs has left', async (context) => {
    const mode = findCgroupMode();
    if (mode.kind === 'none') return context.skip('no writable cpuset hierarchy');
    const parent = join(mode.mount, 'microvm-bench');
    mkdirSync(parent);
    expect((await run(['boot-time', '-n', '1', '--param', 'vcpus=1'])).status).toBe(0);
    expect(existsSync(parent)).toBe(false);
    expect(readFileSync(join(latest(), 'events.ndjson'), 'utf8')).toContain(
      `"event":"leftover-removed","cgroup":"${parent}"`,
    );
  });

  it("removes a killed run's network at the next run, and notes it", async (context) => {
    skipFor(context, whyNoLink('tap'));
    const path = writeDefinition(
      'never-ready',
      `${neverReady} prepare: ({ prepareVm }) => prepareVm({ guestNetwork: {} }),`,
    );
    const tool = startTool(['run', 'never-ready', '--benchmarks', path, '--timeout', '60s', ...common]);
    await expect.poll(hasBooted, { timeout: 10_000, interval: 5 }).toBe(true);
    tool.kill('SIGKILL');
    await tool.ended;
    const namespaces = (): readonly string[] =>
      readdirSync('/var/run/netns').filter((name) => name.startsWith(`mvb-${tool.pid}-`));
    const [left, ...others] = namespaces();
    expect([left?.startsWith('mvb-'), others]).toEqual([true, []]);
    expect((await run(['boot-time', '-n', '1', '--param', 'vcpus=1'])).status).toBe(0);
    const events = readFileSync(join(latest(), 'events.ndjson'), 'utf8');
    expect(events).toContain(`"event":"leftover-removed","networkNamespace":"${left}"}`);
    expect(events).toMatch(/"event":"leftover-removed","subnet":"10\.200\.\d+\.\d+\/30"\}/);
    expect(namespaces()).toEqual([]);
  });

  it('makes doctor tell of a namespace that a killed run has left', async (context) => {
    skipFor(context, whyNoLink('tap'));
    // Its owner had this process's pid before.
    const left = `mvb-${process.pid}-1-1`;
    ip('netns', 'add', left);
    try {
      const { stdout } = await runTool(['doctor', '--jail-base', jailBase()]);
      expect(stdout).toMatch(new RegExp(`leftovers +a killed run has left .*${left}`));
    } finally {
      ip('netns', 'del', left);
    }
  });

  describe('with a definition that asks for more', () => {
    const more = "console: 'interactive', log: 'fifo'";
    const measure = `
      headline: 'own.fifo', collectors: [],
      metrics: ['fifo', 'address'].map((name) => (
        { id: 'own.' + name, unit: 'count', direction: 'neither', kind: 'count', description: 'd' })),
      vm: (_point, arm) => ({
        kernel: arm.probeGuest, bootArgs: \`timer=\${arm.bootTimerAddress} mode=echo\`, drives: [], vcpus: 1, memMib: 128,
      }),
      async measure({ bootVm, pinVm, timeoutMs, signal }, vm) {
        const running = 'boot' in vm ? await bootVm(vm) : await vm.restore();
        if (!('boot' in vm)) await pinVm(running);
        await vm.console.write('hello');
        await vm.console.waitForText(/hello/, { timeoutMs, signal });
        const { statSync } = await import('node:fs');
        const isFifo = statSync(\`/proc/\${vm.pid}/root/log\`).isFIFO();
        const address = Number(running.network().guestIp.split('.').at(-1));
        return { vm: running, samples: { 'own.fifo': Number(isFifo), 'own.address': address } };
      },`;
    const ways: readonly { readonly id: string; readonly parts: string; readonly start: string }[] = [
      {
        id: 'networked-boot',
        parts: `prepare: ({ prepareVm }) => prepareVm({ guestNetwork: {}, ${more} }),`,
        start: 'start',
      },
      {
        id: 'networked-restore',
        parts: `
          async fixture({ prepareVm, bootVm, folder, timeoutMs }) {
            const { hostPath } = await import('microvm-bench');
            const running = await bootVm(await prepareVm({ guestNetwork: {} }));
            await running.waitReady({ timeoutMs });
            return (await (await running.pause()).snapshot('full')).keep(hostPath(folder + '/snapshot'));
          },
          prepare: ({ prepareRestore, fixture }) =>
            prepareRestore({ snapshot: fixture, backend: { kind: 'file' }, ${more} }),`,
        start: 'load',
      },
    ];

    it.for(ways)('$id: gives it network, console and log', async ({ id, parts, start }, context) => {
      skipFor(context, whyNoLink('tap'));
      const path = writeDefinition(id, parts + measure);
      const { status, stderr } = await run([id, '--benchmarks', path, '-n', '2']);
      expect(status, stderr).toBe(0);
      const { trials } = readRun(latest());
      expect(trials).toHaveLength(3);
      for (const trial of trials) {
        expect(trial.samples['own.fifo']).toBe(1);
        // The guest's is the second address of a /30.
        expect((trial.samples['own.address'] ?? 0) % 4).toBe(2);
        const names = trial.phases.map(({ name }) => name);
        expect(names.slice(0, 3)).toEqual(['jail', 'network', 'spawn']);
        expect(names.slice(-4)).toEqual(['kill', 'cgroup', 'network_removal', 'remove']);
        expect(names).toContain(start);
        expect(trial.unaccountedNs).toBeLessThan((trial.wallNs ?? 0) / 20);
      }
    });
  });

  it('makes doctor boot nothing at the same time', async () => {
    await using _lock = await takeHostLock(hostLockName);
    const { status, stdout, stderr } = await runTool(['doctor', '--jail-base', jailBase()]);
    expect(status).toBe(75);
    expect(stdout).toMatch(
      new RegExp(
        `busy +boot +.*another run is measuring on this host \\(pid ${process.pid}, since 20[0-9TZ:.-]+\\)`,
      ),
    );
    expect(stderr).toContain('once the other run has ended: nothing else is missing');
  });

  it('refuses a second run at the same time', async () => {
    await using _lock = await takeHostLock(hostLockName);
    const { status, stderr } = await run(['boot-time', '-n', '1']);
    expect(status).toBe(75);
    expect(stderr).toContain(`another run is measuring on this host (pid ${process.pid}, since `);
    expect(stderr).not.toContain('caused by');
  });

  describe('with a definition that fails', () => {
    const bootWith = (samples: string): string =>
      `async measure(trial, vm) {
         const booted = await trial.bootVm(vm);
         await booted.waitReady({ timeoutMs: 5000 });
         return { vm: booted, samples: ${samples} };
       },`;
    const ownMetric =
      "metrics: [{ id: 'own.value', unit: 'us', direction: 'neither', kind: 'time', description: 'd' }],";
    const failing: readonly {
      readonly id: string;
      readonly parts: string;
      readonly code: string;
      readonly reason: RegExp;
    }[] = [
      {
        id: 'throws',
        parts: "async measure() { throw new Error('out of luck'); },",
        code: 'DEFINITION_FAILED',
        reason: /Cannot measure throws: out of luck/,
      },
      {
        id: 'not-a-number',
        parts: ownMetric + bootWith("{ 'own.value': NaN }"),
        code: 'SAMPLE_INVALID',
        reason: /Cannot sample own\.value: NaN is not a finite number/,
      },
      {
        id: 'undeclared',
        parts: bootWith("{ 'own.other': 1 }"),
        code: 'SAMPLE_INVALID',
        reason: /Cannot sample own\.other: undeclared does not declare it/,
      },
      {
        id: 'hangs',
        parts: 'measure: () => new Promise(() => undefined),',
        code: 'DEADLINE_EXCEEDED',
        reason: /Cannot measure hangs: no answer after/,
      },
      {
        id: 'never-ready',
        parts: neverReady,
        code: 'DEADLINE_EXCEEDED',
        reason: /boot timer line in the log: it is absent after 500 ms/,
      },
      {
        id: 'too-small',
        parts:
          "vm: (_point, arm) => ({ kernel: arm.probeGuest, bootArgs: '', drives: [], vcpus: 1, memMib: 1 }),",
        code: 'VM_API_REJECTED',
        reason: /Cannot boot the microVM: its kernel is cut off, or does not fit into the guest's memory/,
      },
    ];

    it.each(failing)('$id: each trial is a row with the reason', async ({ id, parts, code, reason }) => {
      const path = writeDefinition(id, parts);
      const { status, stderr } = await run([id, '--benchmarks', path, '-n', '2', '--timeout', '500ms']);
      expect(stderr).toContain('2 of 2 trials failed');
      expect(status).toBe(14);
      const { trials } = readRun(latest());
      expect(trials).toHaveLength(3);
      for (const { outcome, samples } of trials) {
        expect(outcome).toMatchObject({
          status: 'failed',
          code,
          reason: expect.stringMatching(reason) as string,
        });
        expect(samples).toEqual({});
      }
      expect(readdirSync(join(latest(), 'failed'))).toEqual(trials.map(({ trialId }) => trialId));
      expect(readFileSync(join(latest(), 'failed/t0001/log'), 'utf8')).toContain(
        'Running Firecracker v1.12.1',
      );
    });

    it('of which the results disk gets full: every VM is ended and the run ends with the reason', async () => {
      mkdirSync(results());
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', results()]);
      try {
        const path = writeDefinition('throws', "async measure() { throw new Error('out of luck'); },");
        const { status, stderr } = await run(['throws', '--benchmarks', path, '-n', '60']);
        expect(status).toBe(69);
        expect(stderr).toMatch(
          /Cannot (write the journal|keep the \w+ of a failed trial|write ".*manifest\.json")/,
        );
      } finally {
        execFileSync('umount', [results()]);
      }
    });

    it.each([
      ['a timer', "setTimeout(() => { throw new Error('astray'); }, 2);"],
      ['a promise that nobody waits for', "void Promise.reject(new Error('astray'));"],
    ])('in %s: the run ends in order, with the reason', async (_where, statement) => {
      const path = writeDefinition(
        'stray',
        `async measure() { ${statement} await new Promise((done) => setTimeout(done, 1000)); },`,
      );
      const { status, stderr } = await run(['stray', '--benchmarks', path, '-n', '3', '--timeout', '5s']);
      expect(status).toBe(78);
      expect(stderr).toContain('something threw where nobody waited for it: astray');
      expect(readRun(latest()).manifest.end.status).toBe('failed');
    });

    it('by ending the process: no microVM goes on, and the next run removes the rest', async () => {
      const path = writeDefinition('quits', 'async measure() { process.exit(3); },');
      expect((await run(['quits', '--benchmarks', path])).status).toBe(3);
      const isVmm = (pid: string): boolean => /^\d+$/.test(pid) && isOurs(pid);
      await expect.poll(() => readdirSync('/proc').filter(isVmm), { timeout: 5000 }).toEqual([]);
      expect((await run(['boot-time', '-n', '1', '--param', 'vcpus=1'])).status).toBe(0);
    });

    it('by preparing a VM after its trial has ended: it gets none, and nothing is left', async () => {
      const path = writeDefinition(
        'late',
        `async measure(trial, vm) {
           await new Promise((resolve) => setTimeout(resolve, 2300));
           await trial.prepareVm();
           return { vm: await trial.bootVm(vm) };
         },`,
      );
      const { status } = await run(['late', '--benchmarks', path, '-n', '2', '--timeout', '1s']);
      expect(status).toBe(14);
      expect(findTraces(jailBase())).toEqual([]);
    });

    it('by leaving a timer: the run ends all the same', async () => {
      const path = writeDefinition(
        'ticks',
        `async measure(trial, vm) { setInterval(() => {}, 1000); const booted = await trial.bootVm(vm); await booted.waitReady({ timeoutMs: 5000 }); return { vm: booted }; },`,
      );
      expect((await run(['ticks', '--benchmarks', path, '-n', '1'])).status).toBe(0);
    });

    it('by printing: the document of --json stays alone', async () => {
      const path = writeDefinition(
        'prints',
        `async measure(trial, vm) { console.log('hello'); const booted = await trial.bootVm(vm); await booted.waitReady({ timeoutMs: 5000 }); return { vm: booted }; },`,
      );
      const { stdout, stderr } = await run(['prints', '--benchmarks', path, '-n', '1', '--json']);
      expect(JSON.parse(stdout)).toMatchObject({ folder: latest() });
      expect(stderr).toContain('hello');
    });

    it('by a guest that ends its VM: the reason is the end, not what came of it', async () => {
      const path = writeDefinition(
        'resets',
        "vm: (_point, arm) => ({ kernel: arm.probeGuest, bootArgs: 'mode=reset', drives: [], vcpus: 1, memMib: 128 }),",
      );
      await run(['resets', '--benchmarks', path, '-n', '1', '--timeout', '2s']);
      expect(readRun(latest()).trials[1]?.outcome).toMatchObject({
        code: 'VMM_EXITED',
        reason: expect.stringContaining('Firecracker ended with exit status 0') as string,
      });
    });

    it('by waiting: a second Ctrl-C does not wait for it, and a lost terminal ends the run as well', async () => {
      const path = writeDefinition(
        'waits',
        'measure: () => new Promise((done) => setTimeout(done, 50_000)),',
      );
      for (const [signal, expected] of [
        ['SIGINT', 130],
        ['SIGHUP', 129],
      ] as const) {
        const tool = startTool(['run', 'waits', '--benchmarks', path, '--timeout', '60s', ...common]);
        const hasStarted = (): boolean =>
          existsSync(join(jailBase(), 'firecracker')) &&
          readdirSync(join(jailBase(), 'firecracker')).some((id) =>
            existsSync(join(jailBase(), 'firecracker', id, 'root/run/firecracker.socket')),
          );
        await expect.poll(hasStarted, { timeout: 10_000, interval: 5 }).toBe(true);
        tool.kill(signal);
        await tool.saw(/the running trial ends/);
        const sentMs = performance.now();
        tool.kill(signal);
        expect((await tool.ended).status).toBe(expected);
        expect(performance.now() - sentMs).toBeLessThan(10_000);
      }
    });

    it('an unknown key: the plan fails with the key that was meant', async () => {
      const path = writeDefinition('mistyped', "quesion: 'x',");
      const { status, stderr } = await run(['mistyped', '--benchmarks', path]);
      expect(status).toBe(78);
      expect(stderr).toContain('"quesion" is not known (did you mean "question"?)');
      expect(existsSync(results())).toBe(false);
    });
  });

  describe('with input that cannot work', () => {
    it.each([
      [['--param', 'vcpus=1,1'], 'Cannot set parameter vcpus (flag --param): 1 stands there twice'],
      [['--param', 'vcpus=1,1.0'], 'Cannot set parameter vcpus (flag --param): 1 stands there twice'],
      [['--timeout', '600h'], 'Cannot use --timeout "600h"'],
    ])('refuses %j', async (args, text) => {
      const { status, stderr } = await run(['boot-time', ...args]);
      expect(status).toBe(64);
      expect(stderr).toContain(text);
    });

    it('names a CPU that does not exist', async () => {
      const { status, stderr } = await run(['boot-time', '--cpus', '4000']);
      expect(status).toBe(69);
      expect(stderr).toContain('Cannot use CPU 4000: it does not exist or is offline');
      expect(existsSync(results())).toBe(false);
    });

    it('names the CPUs that dedicated placement lacks', async () => {
      const cpu = readAllowedCpus('self').at(-1) ?? 0;
      const { status, stderr } = await run(['boot-time', '--cpus', String(cpu), '--placement', 'dedicated']);
      expect(status).toBe(69);
      expect(stderr).toMatch(/needs 3 CPUs|3 .*CPU/);
    });

    it('refuses a binary with another digest and does not execute it', async () => {
      const { firecracker, jailer } = cachedInstallation('1.12.1', process.env);
      const fake = join(folder.path, 'firecracker');
      writeFileSync(fake, `#!/bin/sh\ntouch ${join(folder.path, 'executed')}\n`);
      chmodSync(fake, 0o755);
      const config = join(folder.path, 'config.json');
      writeFileSync(config, JSON.stringify({ sha256: { firecracker: 'a'.repeat(64) } }));
      const { status, stderr } = await run([
        'boot-time',
        '--firecracker',
        fake,
        '--jailer',
        jailer,
        '--config',
        config,
      ]);
      expect(status).toBe(69);
      expect(stderr).toContain(`not ${'a'.repeat(64)}`);
      expect(existsSync(join(folder.path, 'executed'))).toBe(false);
      expect(firecracker).not.toBe(fake);
    });

    it('refuses a jailer that is no jailer', async () => {
      const { firecracker } = cachedInstallation('1.12.1', process.env);
      const fake = join(folder.path, 'jailer');
      copyFileSync('/bin/true', fake);
      const { status, stderr } = await run(['boot-time', '--firecracker', firecracker, '--jailer', fake]);
      expect(status).toBe(69);
      expect(stderr).toContain(`Cannot use "${fake}": it answers --version with`);
    });

    it('names a version that is not installed', async () => {
      const { status, stderr } = await run(['boot-time', '--firecracker-version', '1.10.0']);
      expect(status).toBe(69);
      expect(stderr).toContain('microvm-bench setup --version 1.10.0');
    });

    it('fails before the first boot when the results folder cannot be written', async () => {
      writeFileSync(join(folder.path, 'results'), 'a file in the way');
      const { status, stderr } = await run(['boot-time', '-n', '1']);
      expect(status).toBe(69);
      expect(stderr).toContain('Cannot make the folder');
      expect(existsSync(join(jailBase(), 'firecracker'))).toBe(false);
    });

    it('fails before the first boot when no jail can be made', async () => {
      writeFileSync(jailBase(), 'a file in the way');
      const { status, stderr } = await run(['boot-time', '-n', '1']);
      expect(status).toBe(69);
      expect(stderr).toContain(`Cannot make jails in "${jailBase()}"`);
      expect(existsSync(results())).toBe(false);
    });

    it('says what to do when this is not root', async () => {
      mkdirSync(results());
      const { status, stderr } = await run(['boot-time', '-n', '1'], { uid: 65_534 });
      expect(status).toBe(69);
      expect(stderr).toContain('Cannot jail a microVM: this is not root');
    });
  });
});
