import { describe, expect, it } from 'vitest';
import { readHostMemory } from '../../src/host/host-memory.ts';
import { watchNoise } from '../../src/host/noise.ts';
import { openTrial } from '../../src/harness/trial-run.ts';
import type { BenchmarkDefinition, Measurement } from '../../src/model/definition.ts';
import type { Placer } from '../../src/model/placement.ts';
import type { StopRung } from '../../src/model/stop.ts';
import type { VmEnd } from '../../src/model/trial.ts';
import type { LaunchMode } from '../../src/model/vm-spec.ts';
import { aBenchmark, aCase, aMetric, aPlacement, aPlannedTrial } from '../unit/builders.ts';
import { aRequest, probeGuest, probeSpec, useTestDriver } from './support.ts';
import { waitForStat } from './zombie.ts';

const timer = 'timer=0xd0000000';
const ready = { timeoutMs: 5000 };

describe('the end of a VM', () => {
  const host = useTestDriver();

  interface Stopping {
    readonly bootArgs: string;
    readonly launch?: LaunchMode;
    readonly rungs?: readonly StopRung[];
  }

  /** Boots, stops and disposes; gives what the record holds then. */
  async function stop({ bootArgs, launch = 'pid-namespace', rungs }: Stopping): Promise<VmEnd | undefined> {
    await using vm = await host.driver.prepare(aRequest({ launch, spec: probeSpec(bootArgs) }));
    const running = await vm.boot();
    await running.waitReady(ready);
    const end = await running.stop(rungs === undefined ? {} : { rungs });
    await vm[Symbol.asyncDispose]();
    expect(vm.record().end).toEqual(end);
    return end;
  }

  it("is the guest's own when it answers Ctrl-Alt-Del", async () => {
    const end = await stop({ bootArgs: `${timer} mode=kbd` });
    expect(end).toEqual({ exit: { kind: 'status', status: 0 }, steps: ['ctrl-alt-del'] });
  });

  const short = (name: StopRung['name']): StopRung => ({ name, timeoutMs: 300 });

  it('goes on to SIGHUP when the guest does not answer', async () => {
    const rungs = [short('ctrl-alt-del'), { name: 'SIGHUP', timeoutMs: 5000 } as const];
    const end = await stop({ bootArgs: `${timer} mode=halt`, rungs });
    expect(end).toEqual({ exit: { kind: 'status', status: 156 }, steps: ['ctrl-alt-del', 'SIGHUP'] });
  });

  it('goes on to SIGKILL when a VMM that is pid 1 ignores SIGTERM', async () => {
    const rungs = [short('SIGTERM'), { name: 'SIGKILL', timeoutMs: 5000 } as const];
    const end = await stop({ bootArgs: timer, rungs });
    expect(end).toEqual({ exit: { kind: 'signal', signal: 9 }, steps: ['SIGTERM', 'SIGKILL'] });
  });

  it('comes by SIGTERM where the VMM has no namespace', async () => {
    const rungs = [{ name: 'SIGTERM', timeoutMs: 5000 } as const];
    const end = await stop({ bootArgs: timer, launch: 'attached', rungs });
    expect(end).toEqual({ exit: { kind: 'signal', signal: 15 }, steps: ['SIGTERM'] });
  });

  it('comes by the cgroup alone', async () => {
    const end = await stop({ bootArgs: timer, rungs: [{ name: 'cgroup.kill', timeoutMs: 5000 }] });
    expect(end).toEqual({ exit: { kind: 'signal', signal: 9 }, steps: ['cgroup.kill'] });
  });

  it('is told not to have come, and comes with the disposal, all its rungs recorded', async () => {
    await using vm = await host.driver.prepare(aRequest());
    const running = await vm.boot();
    await running.waitReady(ready);
    await expect(running.stop({ rungs: [short('SIGTERM')] })).rejects.toThrow(
      /^Cannot end Firecracker \d+: it is in state S after SIGTERM$/,
    );
    await vm[Symbol.asyncDispose]();
    expect(vm.record().end).toEqual({ exit: { kind: 'signal', signal: 9 }, steps: ['SIGTERM', 'SIGKILL'] });
  });

  it('goes on after a rung that could not be used', async () => {
    await using vm = await host.driver.prepare(aRequest());
    const running = await vm.boot();
    await running.waitReady(ready);
    process.kill(vm.pid, 'SIGSTOP');
    const end = await running.stop({ rungs: [short('ctrl-alt-del'), { name: 'SIGKILL', timeoutMs: 5000 }] });
    await vm[Symbol.asyncDispose]();
    expect(end).toEqual({
      exit: { kind: 'signal', signal: 9 },
      steps: ['ctrl-alt-del: Cannot send Ctrl-Alt-Del: no answer after 300 ms', 'SIGKILL'],
    });
  });

  const faults: readonly (readonly [string, string])[] = [
    ['triple', 'Received KVM_EXIT_SHUTDOWN signal'],
    ['internal', 'Received KVM_EXIT_INTERNAL_ERROR signal'],
  ];

  it.each(faults)(
    'is a fault when the guest faults (mode=%s), whatever the exit status',
    async (mode, words) => {
      await using vm = await host.driver.prepare(aRequest({ spec: probeSpec(`${timer} mode=${mode}`) }));
      const running = await vm.boot();
      await running.waitReady(ready);
      const wait = { timeoutMs: 5000, signal: new AbortController().signal };
      await expect(vm.log.waitForLine(/never/, wait)).rejects.toMatchObject({ code: 'VMM_EXITED' });
      await vm[Symbol.asyncDispose]();
      expect(vm.record().end).toMatchObject({ exit: { kind: 'status' }, steps: [] });
      expect(vm.record().end?.fault).toMatch(new RegExp(`^the log says ".*${words}"$`));
    },
  );

  const signals: readonly (readonly [NodeJS.Signals, RegExp])[] = [
    ['SIGKILL', /^Firecracker was killed from outside by SIGKILL$/],
    ['SIGSEGV', /^the log says ".*Shutting down VM after intercepting signal 11, code 0/],
    ['SIGHUP', /^the log says ".*Shutting down VM after intercepting signal 1, code 0/],
  ];

  it.each(signals)('is a fault when %s comes from outside', async (signal, fault) => {
    await using vm = await host.driver.prepare(aRequest());
    const running = await vm.boot();
    await running.waitReady(ready);
    process.kill(vm.pid, signal);
    await expect(running.pause()).rejects.toMatchObject({ code: 'VMM_EXITED' });
    await vm[Symbol.asyncDispose]();
    expect(vm.record().end?.fault).toMatch(fault);
  });

  it.each(signals)('is no fault when %s was expected', async (signal) => {
    await using vm = await host.driver.prepare(aRequest({ expectedEnd: { signal } }));
    const running = await vm.boot();
    await running.waitReady(ready);
    process.kill(vm.pid, signal);
    const wait = { timeoutMs: 5000, signal: new AbortController().signal };
    await expect(vm.log.waitForLine(/never/, wait)).rejects.toMatchObject({ code: 'VMM_EXITED' });
    await vm[Symbol.asyncDispose]();
    expect(vm.record().end).not.toHaveProperty('fault');
  });

  it('fails a trial that was measured and read out before', async () => {
    const request = aRequest();
    const { spec, launch, timeoutMs, signal, evidence } = request;
    const placer: Placer = {
      plan: aPlacement(),
      confinement: request.confinement,
      apply: () => Promise.resolve(),
      inspect: () => ({ policy: 'dedicated', confinement: 'affinity', setter: 'none', threads: [] }),
    };
    let pid = 0;
    const definition: BenchmarkDefinition = {
      ...aBenchmark(),
      parameters: {},
      headline: 'answer',
      collectors: [],
      metrics: [aMetric({ id: 'answer' })],
      vm: () => spec,
      async measure(trial): Promise<Measurement> {
        const vm = await trial.bootVm(await trial.prepareVm());
        await vm.waitReady(ready);
        pid = vm.pid;
        return { vm, samples: { answer: 42 } };
      },
      prepare: () => Promise.resolve(undefined),
    };
    const trial = openTrial(
      {
        ...{ definition, spec, launch, timeoutMs, signal, placer, driver: host.driver },
        planned: aPlannedTrial(),
        case: aCase(),
        arm: { id: 'base', firecrackerVersion: '1.12.1', bootTimerAddress: '0xd0000000', probeGuest },
        evidence: { ...evidence, folder: 'failed/t0001', hasKept: () => false },
        nextIdentity: () => request,
        watchNoise,
        readHostMemory,
        keepObservations: () => '',
      },
      { kind: 'made', value: undefined },
    );
    await trial.prepare();
    expect(await trial.measure()).toBeDefined();
    process.kill(pid, 'SIGKILL');
    await waitForStat(pid, ({ state }) => state === 'Z');
    expect((await trial.finish()).outcome).toMatchObject({
      status: 'failed',
      code: 'VMM_EXITED',
      reason: `Cannot trust the trial: of "${request.id}", Firecracker was killed from outside by SIGKILL`,
    });
  });
});
