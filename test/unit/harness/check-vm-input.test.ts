import { describe, expect, it } from 'vitest';
import { BenchError } from '../../../src/base/errors.ts';
import {
  checkMerge,
  checkPrepareOptions,
  checkRestoreOptions,
  checkSpec,
} from '../../../src/harness/check-vm-input.ts';
import { hostPath } from '../../../src/model/brands.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import type { VmSpec } from '../../../src/model/vm-spec.ts';
import { aSpec } from './a-spec.ts';

const rateLimiter = {
  bandwidth: { size: 1, refillTimeMs: 2, oneTimeBurst: 3 },
  ops: { size: 4, refillTimeMs: 5 },
};
const network = { mtu: 1400, rxRateLimiter: rateLimiter, txRateLimiter: rateLimiter };

/** Every field at every level. */
const whole: Required<VmSpec> = {
  kernel: hostPath('/vmlinux'),
  initrd: hostPath('/initrd'),
  bootArgs: 'quiet',
  drives: [
    {
      driveId: 'root',
      path: hostPath('/root.ext4'),
      isRootDevice: true,
      isReadOnly: true,
      partuuid: 'p',
      cacheType: 'Writeback',
      ioEngine: 'Async',
      rateLimiter,
      placement: 'ramdisk',
    },
  ],
  vcpus: 2,
  memMib: 128,
  smt: true,
  trackDirtyPages: true,
  hugePages: '2M',
  cpuTemplate: 'T2',
  cpuConfig: { cpuid_modifiers: [] },
  networkInterfaces: [{ ifaceId: 'eth0', hostDevName: 'tap0', guestMac: '06:00:ac:10:00:02', ...network }],
  vsock: { guestCid: 3, udsName: 'v' },
  balloon: {
    amountMib: 1,
    deflateOnOom: true,
    statsPollingIntervalS: 1,
    freePageHinting: true,
    freePageReporting: true,
  },
  entropy: { rateLimiter },
  mmds: {
    version: 'V2',
    interfaces: ['eth0'],
    ipv4Address: '169.254.169.254',
    contents: { any: { key: 1 } },
  },
  metadataFile: hostPath('/metadata.json'),
  serialOutName: 'serial',
};

function complaintOf(value: unknown): string {
  try {
    checkSpec(value, 'mine/a=1');
  } catch (thrown) {
    if (thrown instanceof BenchError && thrown.code === 'SPEC_INVALID') return thrown.message;
    throw thrown;
  }
  return 'none';
}

describe('checkSpec()', () => {
  it('takes every field that a spec has', () => {
    expect(checkSpec(whole, 'mine')).toEqual(whole);
  });

  it.each([
    [{ hugepages: '2M' }, '"hugepages" is not known (did you mean "hugePages"?)'],
    [
      { drives: [{ ...whole.drives[0], readonly: true }] },
      '"drives[0].readonly" is not known (did you mean "isReadOnly"?)',
    ],
    [
      { drives: [{ ...whole.drives[0], rateLimiter: { ops: { size: 1, refillTimeMs: 1, burst: 1 } } }] },
      '"drives[0].rateLimiter.ops.burst" is not known',
    ],
    [
      { networkInterfaces: [{ ifaceId: 'eth0', hostDevName: 'tap0', mtuu: 1 }] },
      '"networkInterfaces[0].mtuu" is not known (did you mean "mtu"?)',
    ],
    [
      { balloon: { amountMib: 1, deflateOnOOMs: true } },
      '"balloon.deflateOnOOMs" is not known (did you mean "deflateOnOom"?)',
    ],
    [{ entropy: { ratelimiter: {} } }, '"entropy.ratelimiter" is not known (did you mean "rateLimiter"?)'],
    [{ mmds: { interfaces: [], content: {} } }, '"mmds.content" is not known (did you mean "contents"?)'],
    [{ vsock: { guestCid: 3, udsname: 'v' } }, '"vsock.udsname" is not known (did you mean "udsName"?)'],
    [{ memMib: '128' }, '"memMib" is wrong: expected number, received string'],
    [{ smt: 1 }, '"smt" is wrong: expected boolean, received number'],
    [{ hugePages: true }, '"hugePages" is wrong: expected "2M"'],
    [{ kernel: undefined }, '"kernel" is wrong: a path is needed'],
    [{ drives: {} }, '"drives" is wrong: expected array, received object'],
  ])('refuses %j', (overrides, seen) => {
    expect(complaintOf({ ...aSpec(), ...overrides })).toBe(`Cannot read the microVM of mine/a=1: ${seen}`);
  });

  it('refuses what is no object', () => {
    expect(complaintOf(undefined)).toMatch(
      /^Cannot read the microVM of mine\/a=1: the whole value is missing/,
    );
  });

  it('takes an undefined field for one that is not there', () => {
    expect(
      checkSpec({ ...aSpec(), hugePages: undefined, entropy: { rateLimiter: undefined } }, 'mine'),
    ).toEqual(aSpec({ entropy: {} }));
    expect(Object.keys(checkSpec({ ...aSpec(), hugePages: undefined }, 'mine'))).not.toContain('hugePages');
  });
});

describe('what openers of VMs are given', () => {
  const snapshot: Snapshot = {
    kind: 'full',
    vmstate: hostPath('/vmstate'),
    memory: hostPath('/memory'),
    digest: { vmstateSha256: 'ab', memorySha256: 'cd', memoryAllocatedKib: 4 },
    firecrackerVersion: '1.12.1',
    spec: aSpec(),
  };

  it('passes whole', () => {
    const ofAnyVm = {
      jail: {
        networkNamespace: hostPath('/var/run/netns/a'),
        resourceLimits: { fsizeBytes: 1, noFile: 2 },
        parentCgroup: 'a/b',
        cgroups: { version: 2, settings: [{ file: 'memory.max', value: '1' }] },
        ownMemoryCgroup: 'required',
        firecrackerArguments: ['--no-seccomp'],
        logLevel: 'Info',
      },
      traceGuestIo: true,
      console: 'interactive',
      log: 'fifo',
    } as const;
    const guestNetwork = { ...network, ifaceId: 'eth0', mmds: { version: 'V1' }, subnetRange: '10.0.0.0/8' };
    const own = { spec: whole, launch: 'attached', confinement: 'affinity', guestNetwork, isBeside: true };
    expect(checkPrepareOptions({ ...ofAnyVm, ...own }, 'mine')).toEqual({ ...ofAnyVm, ...own });
    const policy = { kind: 'prefetch', workingSet: '/ws' };
    const backend = { kind: 'uffd', policy, record: '/record' };
    const networkOverrides = [{ ifaceId: 'eth0', hostDevName: 'tap1' }];
    const restore = {
      ...ofAnyVm,
      snapshot,
      backend,
      pageCache: 'cold',
      trackDirtyPages: true,
      networkOverrides,
    };
    expect(checkRestoreOptions(restore, 'mine')).toEqual(restore);
  });

  it('may hold a snapshot with fields of the definition', () => {
    const merge = { snapshot: { ...snapshot, note: 'mine' }, folder: '/merged' };
    expect(checkMerge(merge, 'mine')).toEqual(merge);
  });

  it.each([
    [{ guestNetwork: { mtuu: 1400 } }, '"guestNetwork.mtuu" is not known (did you mean "mtu"?)'],
    [
      { spec: { ...aSpec(), drives: [{ ...whole.drives[0], ioengine: 'Sync' }] } },
      '"spec.drives[0].ioengine" is not known (did you mean "ioEngine"?)',
    ],
    [
      { jail: { resourceLimits: { nofile: 1 } } },
      '"jail.resourceLimits.nofile" is not known (did you mean "noFile"?)',
    ],
    [{ isBeside: 'yes' }, '"isBeside" is wrong: expected boolean, received string'],
  ])('is refused as %j', (options, seen) => {
    expect(() => checkPrepareOptions(options, 'mine/a=1')).toThrow(
      new BenchError('SPEC_INVALID', `Cannot read what mine/a=1 gives to prepareVm: ${seen}`),
    );
  });

  it('is refused in a backend as well', () => {
    const restore = { snapshot, backend: { kind: 'uffd', policy: { kind: 'all', workingset: '/ws' } } };
    expect(() => checkRestoreOptions(restore, 'mine')).toThrow(/"backend.policy.workingset" is not known/);
    expect(() => checkRestoreOptions({ backend: { kind: 'file' } }, 'mine')).toThrow(
      '"snapshot" is wrong: a snapshot is needed',
    );
  });
});
