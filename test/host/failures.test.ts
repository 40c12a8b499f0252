import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hostPath, type HostPath } from '../../src/model/brands.ts';
import type { EvidenceSink, PrepareRequest } from '../../src/model/vm-driver.ts';
import { launchModes } from '../../src/model/vm-spec.ts';
import { jailLayout } from '../../src/vm/firecracker/jail-layout.ts';
import { aRequest, makeJailBase, openTestDriver, probeSpec, useTestDriver } from './support.ts';
import { makeTestFolder } from './run-tool.ts';

/** Mounts a small tmpfs with the given options, and unmounts it at the end. */
function mountTmpfs(options: string): { readonly path: HostPath } & Disposable {
  const path = makeJailBase();
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
  return {
    path,
    [Symbol.dispose](): void {
      execFileSync('umount', [path]);
      rmSync(path, { recursive: true });
    },
  };
}

function keepIn(kept: Map<string, string>): EvidenceSink {
  return {
    keep(name, path): void {
      if (existsSync(path)) kept.set(name, readFileSync(path, 'utf8'));
    },
  };
}

describe('a microVM that cannot be had', () => {
  const host = useTestDriver();

  const folder = makeTestFolder();
  afterAll(() => {
    folder[Symbol.dispose]();
  });
  const noElf = hostPath(join(folder.path, 'bzImage'));
  writeFileSync(noElf, 'MZ no ELF');

  const invalid: readonly (readonly [string, Partial<PrepareRequest['spec']>, string])[] = [
    ['a missing kernel', { kernel: hostPath('/nowhere/vmlinux') }, 'ENOENT: no such file or directory'],
    [
      'a kernel that is not ELF',
      { kernel: noElf },
      `Cannot boot the kernel "${noElf}": it is not an ELF file`,
    ],
    ['no memory', { memMib: 0 }, 'Cannot use memMib of the microVM: 0 is not a whole number from 1'],
    ['more memory than the host', { memMib: 1e9 }, 'Cannot use memMib of the microVM: 1000000000 is not'],
    ['no vCPU', { vcpus: 0 }, 'Cannot use vcpus of the microVM: 0 is not a whole number from 1 to 32'],
    ['half a vCPU', { vcpus: 1.5 }, 'Cannot use vcpus of the microVM: 1.5 is not'],
    ['a long command line', { bootArgs: 'x'.repeat(3000) }, '3000 bytes are more than the 2047'],
    [
      'a missing initrd',
      { initrd: hostPath('/nowhere/initrd') },
      'Cannot place "/nowhere/initrd" in the jail',
    ],
  ];

  it.each(invalid)('names %s before anything starts', async (_what, change, text) => {
    const preparing = host.driver.prepare(aRequest({ spec: { ...probeSpec(), ...change } }));
    await expect(preparing).rejects.toMatchObject({ code: 'SPEC_INVALID' });
    await expect(preparing).rejects.toThrow(text);
  });

  it('leaves a jail of the same id alone', async () => {
    const request = aRequest();
    const { directory } = jailLayout({
      base: host.jailBase,
      firecracker: host.installation.firecracker,
      id: request.id,
    });
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'precious'), 'x');
    await expect(host.driver.prepare(request)).rejects.toMatchObject({ code: 'JAIL_FAILED' });
    expect(readFileSync(join(directory, 'precious'), 'utf8')).toBe('x');
    rmSync(directory, { recursive: true });
  });

  it('ends at the deadline when the guest never signals', async () => {
    const vm = await host.driver.prepare(aRequest({ spec: probeSpec('mode=halt') }));
    const booted = await vm.boot();
    await expect(booted.waitReady({ timeoutMs: 300 })).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      message: "Cannot see the guest's boot timer line in the log: it is absent after 300 ms",
    });
    await vm[Symbol.asyncDispose]();
  });

  it.each(launchModes)('tells the signal when Firecracker is killed while it boots (%s)', async (launch) => {
    const kept = new Map<string, string>();
    const vm = await host.driver.prepare(
      aRequest({ launch, spec: probeSpec('mode=halt'), evidence: keepIn(kept) }),
    );
    const booted = await vm.boot();
    const waiting = booted.waitReady({ timeoutMs: 5000 });
    process.kill(vm.pid, 'SIGKILL');
    await expect(waiting).rejects.toMatchObject({ code: 'VMM_EXITED' });
    await expect(waiting).rejects.toThrow('Firecracker ended with signal 9');
    vm.saveEvidence();
    await vm[Symbol.asyncDispose]();
    expect(vm.record().end).toEqual({
      exit: { kind: 'signal', signal: 9 },
      steps: [],
      fault: 'Firecracker was killed from outside by SIGKILL',
    });
    expect(kept.get('log')).toContain('event_end: boot microvm');
  });

  it('tells the exit status when the guest ends the VM', async () => {
    const vm = await host.driver.prepare(aRequest({ spec: probeSpec('mode=reset') }));
    const booted = await vm.boot();
    await expect(booted.waitReady({ timeoutMs: 5000 })).rejects.toThrow(
      /^Cannot go on with the microVM: Firecracker ended with exit status 0, its last words were ".*exit_code=0"$/,
    );
    await vm[Symbol.asyncDispose]();
  });

  it('ends at once when it is aborted', async () => {
    const controller = new AbortController();
    const vm = await host.driver.prepare(
      aRequest({ spec: probeSpec('mode=halt'), signal: controller.signal }),
    );
    const booted = await vm.boot();
    const waiting = booted.waitReady({ timeoutMs: 5000 });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' });
    await vm[Symbol.asyncDispose]();
  });

  it.each(launchModes)("gives the jailer's words when it fails (%s)", async (launch) => {
    const request = aRequest({ launch, confinement: { kind: 'cpuset-v1', cpus: [4000], mems: [0] } });
    const preparing = host.driver.prepare(request);
    await expect(preparing).rejects.toMatchObject({ code: 'JAILER_FAILED' });
    await expect(preparing).rejects.toThrow(
      /the jailer ended with signal \d+, "Failed to write to .*cpuset\.cpus/,
    );
  });

  it('names a full disk', async () => {
    using disk = mountTmpfs('size=2m');
    await using full = await openTestDriver({ jailBase: disk.path });
    const preparing = full.driver.prepare(aRequest());
    await expect(preparing).rejects.toThrow(
      /the jailer ended with signal 6, .*\(the filesystem of the jail has \d+ KiB left\)$/,
    );
    expect(full.leftovers()).toEqual([]);
  });

  it('names a jail in which KVM cannot be opened', async () => {
    using disk = mountTmpfs('size=64m,nodev');
    await using noDevices = await openTestDriver({ jailBase: disk.path });
    const vm = await noDevices.driver.prepare(aRequest());
    await expect(vm.boot()).rejects.toMatchObject({
      code: 'FACILITY_MISSING',
      hint: expect.stringContaining('nodev') as string,
    });
    await vm[Symbol.asyncDispose]();
    expect(noDevices.leftovers()).toEqual([]);
  });
});
