import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hostPath } from '../../../src/model/brands.ts';
import type { JailSpec, VmSpec } from '../../../src/model/vm-spec.ts';
import { checkJailSpec } from '../../../src/vm/firecracker/check-jail-spec.ts';
import { checkVmSpec } from '../../../src/vm/firecracker/check-spec.ts';
import { dialectOf } from '../../../src/vm/firecracker/versions.ts';
import { hostFilesOf } from '../host/host-files-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'microvm-bench-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const file = (name: string, content: string): ReturnType<typeof hostPath> => {
  writeFileSync(join(folder, name), content);
  return hostPath(join(folder, name));
};
const image = file('image', 'x');
const base: VmSpec = { kernel: file('kernel', '\x7fELF'), bootArgs: '', drives: [], vcpus: 2, memMib: 64 };
const drive = { driveId: 'a', path: image, isRootDevice: false, isReadOnly: true };
const eth0 = { ifaceId: 'eth0', hostDevName: 'tap0' };
const freeHugePages = (count: number): ReturnType<typeof hostFilesOf> =>
  hostFilesOf({ '/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages': String(count) });
const check = (change: Partial<VmSpec>, freeCount = 0): void => {
  checkVmSpec({ ...base, ...change }, dialectOf('1.12.1'), freeHugePages(freeCount));
};

describe('checkVmSpec()', () => {
  it('takes a spec with every device', () => {
    expect(() => {
      check({
        smt: true,
        drives: [{ ...drive, isRootDevice: true, partuuid: '1-1' }],
        networkInterfaces: [{ ...eth0, guestMac: '06:00:AC:10:00:02' }],
        vsock: { guestCid: 3, udsName: 'v.sock' },
        balloon: { amountMib: 64 },
        entropy: { rateLimiter: { bandwidth: { size: 1, refillTimeMs: 1 } } },
        mmds: { interfaces: ['eth0'], ipv4Address: '169.254.1.1' },
        metadataFile: file('good.json', '{"a":1}'),
      });
    }).not.toThrow();
  });

  it.each<[Partial<VmSpec>, string]>([
    [
      { vcpus: 3, smt: true },
      'Cannot use vcpus of the microVM: 3 is neither 1 nor even, as it must be with SMT',
    ],
    [{ drives: [{ ...drive, driveId: 'a-b' }] }, '"a-b" is not 1 to 64 letters, digits or underscores'],
    [{ drives: [drive, drive] }, 'Cannot use driveId of the microVM: "a" is there twice'],
    [
      { drives: ['a', 'b'].map((driveId) => ({ ...drive, driveId, isRootDevice: true })) },
      'two drives are the root device',
    ],
    [{ drives: [{ ...drive, path: hostPath(folder) }] }, 'in the jail: it is not a file'],
    [{ initrd: file('empty', '') }, 'empty" is empty'],
    [{ vsock: { guestCid: 3, udsName: 'new-memory' } }, 'the name "new-memory" is taken'],
    [{ drives: [{ ...drive, partuuid: '1-1' }] }, '"a" has a partuuid and is not the root device'],
    [
      { drives: [{ ...drive, path: hostPath('/nowhere') }] },
      'Cannot place "/nowhere" in the jail: it is not a file',
    ],
    [
      { drives: [{ ...drive, rateLimiter: { ops: { size: 0, refillTimeMs: 0 } } }] },
      'Cannot use the rate limiter of drive "a" of the microVM: its size and refill time must be whole and above 0',
    ],
    [{ networkInterfaces: [{ ...eth0, hostDevName: 'a'.repeat(16) }] }, 'is not 1 to 15 characters'],
    [
      { networkInterfaces: [{ ...eth0, guestMac: '06:00:ac:10:00' }] },
      'the MAC address "06:00:ac:10:00" is not',
    ],
    [{ networkInterfaces: [{ ...eth0, guestMac: '07:00:ac:10:00:02' }] }, 'the first one even'],
    [{ networkInterfaces: [eth0, { ...eth0, ifaceId: 'eth1' }] }, 'two of them have one tap'],
    [{ networkInterfaces: [eth0, eth0] }, 'Cannot use ifaceId of the microVM: "eth0" is there twice'],
    [{ networkInterfaces: [{ ...eth0, mtu: 9000 }] }, 'Firecracker 1.12.1 lacks mtu of a network interface'],
    [{ vsock: { guestCid: 2 } }, 'guestCid 2 is not a whole number from 3'],
    [{ vsock: { guestCid: 3, udsName: '../v' } }, '"../v" is not a plain file name'],
    [{ vsock: { guestCid: 3, udsName: 'log' } }, 'the name "log" is taken'],
    [{ balloon: { amountMib: 65 } }, "65 MiB is not a whole number from 0 to the guest's 64 MiB"],
    [{ mmds: { interfaces: [] } }, 'no interface reaches it'],
    [{ mmds: { interfaces: ['eth0'] } }, 'there is no network interface "eth0"'],
    [
      { networkInterfaces: [eth0], mmds: { interfaces: ['eth0'], ipv4Address: '10.0.0.1' } },
      'is not link-local',
    ],
    [{ metadataFile: file('bad.json', '{') }, 'bad.json" is not JSON ('],
    [{ serialOutName: 'serial' }, 'lacks PUT /serial; it came with 1.14'],
    [{ hugePages: '2M', memMib: 63 }, '63 is not a multiple of the 2 MiB of a huge page'],
    [{ hugePages: '2M', balloon: { amountMib: 0 } }, 'it does not work with huge pages'],
  ])('refuses %j', (change, text) => {
    expect(() => {
      check(change);
    }).toThrow(expect.objectContaining({ code: 'SPEC_INVALID' }));
    expect(() => {
      check(change);
    }).toThrow(text);
  });

  it('wants a pool of huge pages that holds the whole guest', () => {
    expect(() => {
      check({ hugePages: '2M' }, 32);
    }).not.toThrow();
    expect(() => {
      check({ hugePages: '2M' }, 31);
    }).toThrow(
      expect.objectContaining({
        code: 'FACILITY_MISSING',
        message:
          "Cannot use hugePages of the microVM: the host has 31 free pages of 2 MiB, the guest's memory takes 32",
      }),
    );
  });
});

describe('checkJailSpec()', () => {
  const affinity = { kind: 'affinity', cpus: [1] } as const;

  it.each<[JailSpec, string]>([
    [
      { networkNamespace: hostPath('/nowhere') },
      'Cannot use networkNamespace of the jail: "/nowhere" is absent',
    ],
    [{ networkNamespace: image }, '/image" is not a namespace'],
    [{ resourceLimits: { fsizeBytes: 65_535 } }, 'fsizeBytes 65535 is less than the 65536 of a log'],
    [{ resourceLimits: { noFile: 0 } }, 'noFile 0 is not a whole number above 0'],
    [{ parentCgroup: '../a' }, '"../a" is not a relative path like a/b'],
    [{ parentCgroup: '/a' }, '"/a" is not a relative path like a/b'],
    [
      { cgroups: { version: 2, settings: [{ file: 'memory', value: '1' }] } },
      '"memory" is not the name of a cgroup file',
    ],
    [
      { cgroups: { version: 2, settings: [{ file: 'cpuset.cpus', value: '1' }] } },
      'belongs to the placement',
    ],
    [{ cgroups: { version: 2, settings: [{ file: 'memory.max', value: '' }] } }, 'is empty or not one word'],
    [{ firecrackerArguments: ['--id', 'x'] }, '"--id" is given by this tool'],
    [{ firecrackerArguments: ['--level=Info'] }, '"--level" is given by this tool'],
    [{ firecrackerArguments: ['--'] }, '"--" is not an argument'],
  ])('refuses %j', (jail, text) => {
    expect(() => {
      checkJailSpec(jail, affinity);
    }).toThrow(text);
  });

  it('refuses settings of another cgroup version than that of the CPUs', () => {
    const jail: JailSpec = { cgroups: { version: 2, settings: [] } };
    expect(() => {
      checkJailSpec(jail, { kind: 'cpuset-v1', cpus: [1], mems: [0] });
    }).toThrow('they are for version 2, and the CPUs are held by cpuset-v1');
  });
});
