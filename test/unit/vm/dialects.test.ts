import { describe, expect, it } from 'vitest';
import { jailPath } from '../../../src/model/brands.ts';
import { jailerCommand } from '../../../src/vm/firecracker/jailer-command.ts';
import { machineConfigPatch } from '../../../src/vm/firecracker/machine-bodies.ts';
import { snapshotCreateBody, snapshotLoadBody } from '../../../src/vm/firecracker/snapshot-bodies.ts';
import { specRequests } from '../../../src/vm/firecracker/spec-requests.ts';
import { dialectOf } from '../../../src/vm/firecracker/versions.ts';
import { jailerOptions } from './jailer-options.ts';
import { plainSpec, richJail, richSpec } from './rich-spec.ts';

const minors = Array.from({ length: 17 }, (_, minor) => minor);

const paths = {
  kernel: jailPath('kernel'),
  initrd: jailPath('initrd'),
  drives: new Map([
    ['root', jailPath('drive-root')],
    ['data', jailPath('ramdisk/drive-data')],
  ]),
  metrics: jailPath('metrics'),
};

const snapshotFiles = { snapshotPath: jailPath('vmstate'), memFilePath: jailPath('memory') };

function describeDialect(minor: number): unknown {
  const dialect = dialectOf(`1.${minor}.0`);
  const spec = richSpec(minor);
  const command = jailerCommand({
    ...jailerOptions,
    confinement: { kind: 'cpuset-v1', cpus: [1, 2], mems: [0] },
    dialect,
    jail: richJail,
    spec,
  });
  return {
    bootTimerAddress: dialect.bootTimerAddress,
    command: [command.file, ...command.args],
    requests: specRequests(dialect, spec, paths),
    patchMachineConfig: machineConfigPatch(dialect, spec, { vcpus: 2 }),
    createSnapshot: snapshotCreateBody(dialect, {
      kind: 'diff',
      ...snapshotFiles,
      ...(minor < 6 ? { targetVersion: '1.0.0' } : {}),
    }),
    loadSnapshot: snapshotLoadBody(dialect, {
      snapshotPath: snapshotFiles.snapshotPath,
      backend:
        minor < 1
          ? { type: 'File', path: jailPath('memory') }
          : { type: 'Uffd', path: jailPath('uffd.sock') },
      trackDirtyPages: true,
      resumeVm: true,
      networkOverrides: minor < 12 ? [] : [{ ifaceId: 'eth0', hostDevName: 'tap1' }],
    }),
  };
}

describe('a rich spec', () => {
  it.each(minors)('is told to Firecracker 1.%i in its own dialect', async (minor) => {
    const text = `${JSON.stringify(describeDialect(minor), undefined, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`../../golden/dialects/1.${minor}.json`);
  });
});

describe('specRequests()', () => {
  it.each([
    [
      '1.3.1',
      4,
      'Cannot use a custom CPU template: Firecracker 1.3.1 lacks PUT /cpu-config; it came with 1.4',
    ],
    ['1.6.0', 7, 'Cannot use huge pages: Firecracker 1.6.0 lacks huge_pages; it came with 1.7'],
    [
      '1.13.0',
      14,
      'Cannot send the serial console to a file: Firecracker 1.13.0 lacks PUT /serial; it came with 1.14',
    ],
    [
      '1.14.0',
      16,
      'Cannot set the MTU of the interface "eth0": Firecracker 1.14.0 lacks mtu of a network interface',
    ],
  ])('refuses for %s what came with 1.%i', (version, minor, text) => {
    expect(() => specRequests(dialectOf(version), richSpec(minor), paths)).toThrow(text);
  });

  it.each([
    [{ entropy: {} }, '1.3.0 lacks PUT /entropy; it came with 1.4'],
    [
      { balloon: { amountMib: 1, freePageHinting: true } },
      'lacks free_page_hinting of the balloon; it came with 1.14',
    ],
    [
      { balloon: { amountMib: 1, freePageReporting: true } },
      'lacks free_page_reporting of the balloon; it came with',
    ],
  ])('refuses the device %j', (change, text) => {
    expect(() => specRequests(dialectOf('1.3.0'), { ...plainSpec, ...change }, paths)).toThrow(text);
  });

  it('asks for the metadata service after the interfaces and the balloon after the memory', () => {
    const order = specRequests(dialectOf('1.12.1'), plainSpec, paths).map(({ path }) => path);
    expect(order).toEqual([
      '/machine-config',
      '/boot-source',
      '/drives/root',
      '/drives/data',
      '/network-interfaces/eth0',
      '/mmds/config',
      '/mmds',
      '/vsock',
      '/balloon',
    ]);
  });
});
