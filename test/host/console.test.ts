import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostPath } from '../../src/model/brands.ts';
import { launchModes } from '../../src/model/vm-spec.ts';
import { openConsoleInput } from '../../src/vm/firecracker/console-input.ts';
import { aRequest, probeSpec, useTestDriver } from './support.ts';

const wait = { timeoutMs: 5000, signal: new AbortController().signal };
const echo = probeSpec('timer=0xd0000000 mode=echo');

describe('the console', () => {
  const host = useTestDriver();

  const interactiveModes = launchModes.filter((mode) => mode !== 'daemonize');

  it.each(interactiveModes)('carries input to the guest and its answer back (%s)', async (launch) => {
    await using vm = await host.driver.prepare(aRequest({ launch, spec: echo, console: 'interactive' }));
    const running = await vm.boot();
    await running.waitReady(wait);
    await vm.console.write('hello');
    expect(await vm.console.waitForText(/hello/, wait)).toBe('hello');
    const many = 'abcdefghij'.repeat(50);
    await vm.console.write(many);
    await vm.console.waitForText(new RegExp(many), wait);
    // The guest's own word for "reset".
    await vm.console.write('q');
    await expect(vm.console.waitForText(/never said/, wait)).rejects.toMatchObject({
      code: 'VMM_EXITED',
      message: 'Cannot see /never said/ on the console: Firecracker ended with exit status 0',
    });
    await vm[Symbol.asyncDispose]();
    expect(vm.record().end).toEqual({ exit: { kind: 'status', status: 0 }, steps: [] });
  });

  it('keeps what is written before the boot for the guest', async () => {
    await using vm = await host.driver.prepare(aRequest({ spec: echo, console: 'interactive' }));
    await vm.console.write('early');
    await vm.boot();
    expect(await vm.console.waitForText(/early/, wait)).toBe('early');
    await vm[Symbol.asyncDispose]();
  });

  it('keeps what is written while the VM is paused', async () => {
    await using vm = await host.driver.prepare(aRequest({ spec: echo, console: 'interactive' }));
    const running = await vm.boot();
    await running.waitReady(wait);
    const paused = await running.pause();
    await vm.console.write('pause');
    expect(vm.console.text()).not.toContain('pause');
    await paused.resume();
    expect(await vm.console.waitForText(/pause/, wait)).toBe('pause');
    await vm[Symbol.asyncDispose]();
  });

  it('works after a restore', async () => {
    const folder = hostPath(join(host.jailBase, 'snapshots'));
    mkdirSync(folder);
    await using first = await host.driver.prepare(aRequest({ spec: echo, console: 'interactive' }));
    const running = await first.boot();
    await running.waitReady(wait);
    const written = await (await running.pause()).snapshot('full');
    const snapshot = await written.keep(hostPath(join(folder, 'full')));
    await first[Symbol.asyncDispose]();
    const { spec: _spec, ...request } = aRequest({ console: 'interactive' });
    await using vm = await host.driver.prepareRestore({ ...request, snapshot, backend: { kind: 'file' } });
    await vm.restore();
    await vm.console.write('again');
    expect(await vm.console.waitForText(/again/, wait)).toBe('again');
    await vm[Symbol.asyncDispose]();
  });

  it('ends a write that the guest never takes at its deadline', async () => {
    await using vm = await host.driver.prepare(
      aRequest({ spec: echo, console: 'interactive', timeoutMs: 2000 }),
    );
    // More than the FIFO holds, to a guest that has not booted.
    await expect(vm.console.write('x'.repeat(200_000))).rejects.toThrow(
      /^Cannot write to the console: the guest has left \d+ of 200000 bytes after 2000 ms$/,
    );
    await vm[Symbol.asyncDispose]();
  });

  it('tells that Firecracker is gone when it is written to', async () => {
    await using vm = await host.driver.prepare(
      aRequest({ console: 'interactive', launch: 'attached', expectedEnd: { signal: 'SIGKILL' } }),
    );
    const running = await vm.boot();
    await running.stop({ rungs: [{ name: 'SIGKILL', timeoutMs: 5000 }] });
    await expect(vm.console.write('x')).rejects.toMatchObject({
      code: 'VMM_EXITED',
      message: 'Cannot write to the console: Firecracker is gone',
    });
    await vm[Symbol.asyncDispose]();
  });

  it('has output only by default', async () => {
    await using vm = await host.driver.prepare(aRequest({ spec: probeSpec('console=1 mode=halt') }));
    await vm.boot();
    expect(await vm.console.waitForText(/probe guest ready/, wait)).toBe('probe guest ready');
    await expect(vm.console.write('x')).rejects.toMatchObject({
      code: 'SPEC_INVALID',
      message: 'Cannot write to the console: it was opened for output only',
    });
    await vm[Symbol.asyncDispose]();
  });

  it('is refused where the jailer daemonizes', async () => {
    const preparing = host.driver.prepare(aRequest({ launch: 'daemonize', console: 'interactive' }));
    await expect(preparing).rejects.toMatchObject({ code: 'SPEC_INVALID' });
  });
});

describe('openConsoleInput()', () => {
  it('refuses words for a Firecracker that has ended while the kernel still holds its end', async () => {
    const directory = hostPath(mkdtempSync(join(tmpdir(), 'microvm-bench-test-')));
    let hasEnded = false;
    // Its own end of reading stands for the one that the kernel has not closed yet: it is never handed over.
    using input = await openConsoleInput({ directory }, () => hasEnded);
    await input.write('taken', wait);
    hasEnded = true;
    await expect(input.write('x', wait)).rejects.toMatchObject({
      code: 'VMM_EXITED',
      message: 'Cannot write to the console: Firecracker is gone',
    });
    rmSync(directory, { recursive: true });
  });
});
