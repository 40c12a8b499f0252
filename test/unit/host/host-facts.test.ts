import { mkdtempSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { cpus, hostname, machine, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readHostFacts } from '../../../src/host/host-facts.ts';
import { openHostFiles } from '../../../src/host/host-files.ts';
import { hostPath } from '../../../src/model/brands.ts';

const jails = hostPath('/srv/jailer');

function openFixture(name: string): ReturnType<typeof openHostFiles> {
  return openHostFiles(join(import.meta.dirname, '../../fixtures', name));
}

describe('readHostFacts()', () => {
  it('reads an Intel host on bare metal with cgroup v2', async () => {
    const facts = readHostFacts(jails, openFixture('host-intel-bare-metal'));
    await expect(`${JSON.stringify(facts, null, 2)}\n`).toMatchFileSnapshot(
      '../../golden/host-facts-intel-bare-metal.json',
    );
  });

  it('reads an AMD virtual machine with hybrid cgroups', async () => {
    const facts = readHostFacts(jails, openFixture('host-amd-vm'));
    await expect(`${JSON.stringify(facts, null, 2)}\n`).toMatchFileSnapshot(
      '../../golden/host-facts-amd-vm.json',
    );
  });

  it('gives a whole answer on a host that shows no files', () => {
    const root = mkdtempSync(join(tmpdir(), 'empty-host-'));
    onTestFinished(() => {
      rmSync(root, { recursive: true });
    });
    const { identity, settings, observed } = readHostFacts(jails, openHostFiles(root));
    expect({ ...identity, memTotalMib: identity.memTotalMib > 0 }).toEqual({
      hostname: hostname(),
      architecture: machine(),
      kernel: release(),
      kernelCommandLine: '',
      kvmModules: [],
      cpuModel: 'unknown',
      cpuCount: cpus().length,
      numaNodes: 1,
      mitigations: {},
      memTotalMib: true,
    });
    expect(settings).toEqual({
      governors: [],
      isolatedCpus: '',
      cgroup: 'none',
      jailFilesystem: 'unknown',
      swapTotalMib: 0,
    });
    expect(observed.uptimeS).toBeGreaterThan(0);
    expect(observed.memAvailableMib).toBeGreaterThan(0);
    expect(observed.loadAverage1m).toBeGreaterThanOrEqual(0);
  });

  it('reads this host within 50 ms', () => {
    const durationsMs = Array.from({ length: 5 }, () => {
      const startedAt = performance.now();
      readHostFacts(jails);
      return performance.now() - startedAt;
    });
    // The shortest: compiling at the first call, and other work on the machine, are not the reading.
    expect(Math.min(...durationsMs)).toBeLessThan(50);
  });
});

describe('HostFiles.resolve()', () => {
  it('follows links as far as the path exists', () => {
    const root = mkdtempSync(join(tmpdir(), 'host-files-'));
    onTestFinished(() => {
      rmSync(root, { recursive: true });
    });
    mkdirSync(join(root, 'data/jails'), { recursive: true });
    symlinkSync('data', join(root, 'srv'));
    const files = openHostFiles(root);
    expect(files.resolve('/srv/jails/firecracker/vm-1')).toBe('/data/jails/firecracker/vm-1');
    expect(files.resolve('/other/path')).toBe('/other/path');
    expect(files.resolve('/')).toBe('/');
  });
});
