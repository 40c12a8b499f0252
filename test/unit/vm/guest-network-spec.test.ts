import { describe, expect, it } from 'vitest';
import { hostPath } from '../../../src/model/brands.ts';
import type { GuestNetworkSpec } from '../../../src/model/guest-network.ts';
import type { PrepareRequest, RestoreRequest } from '../../../src/model/vm-driver.ts';
import type { VmSpec } from '../../../src/model/vm-spec.ts';
import {
  checkRestoredNetwork,
  specToCheck,
  withGuestNetwork,
} from '../../../src/vm/firecracker/guest-network-spec.ts';

const addressing = {
  tapName: 'tap0-x',
  guestMac: '06:00:0a:c8:00:02',
  hostIp: '10.200.0.1',
  guestIp: '10.200.0.2',
  prefixLength: 30,
};
const word = 'ip=10.200.0.2::10.200.0.1:255.255.255.252::eth0:off';
const base: VmSpec = { kernel: hostPath('/vmlinux'), bootArgs: 'quiet', drives: [], vcpus: 1, memMib: 64 };

describe('withGuestNetwork()', () => {
  it('adds the interface and the word for the kernel, and nothing else', () => {
    expect(withGuestNetwork(base, {}, addressing)).toEqual({
      ...base,
      bootArgs: `quiet ${word}`,
      networkInterfaces: [{ ifaceId: 'eth0', hostDevName: 'tap0-x', guestMac: '06:00:0a:c8:00:02' }],
    });
  });

  it('hands on what is asked for', () => {
    const limiter = { ops: { size: 1, refillTimeMs: 2 } };
    const wanted: GuestNetworkSpec = {
      ifaceId: 'net',
      mtu: 9000,
      rxRateLimiter: limiter,
      txRateLimiter: limiter,
      mmds: { version: 'V2' },
      subnetRange: '10.0.0.0/8',
    };
    expect(withGuestNetwork(base, wanted, addressing)).toMatchObject({
      networkInterfaces: [
        {
          ifaceId: 'net',
          hostDevName: 'tap0-x',
          guestMac: '06:00:0a:c8:00:02',
          mtu: 9000,
          rxRateLimiter: limiter,
          txRateLimiter: limiter,
        },
      ],
      mmds: { version: 'V2', interfaces: ['net'] },
    });
  });

  it.each([
    ['', word],
    ['quiet', `quiet ${word}`],
    ['quiet -- single', `quiet ${word} -- single`],
    ['-- single', `${word} -- single`],
    ['quiet --', `quiet ${word} --`],
    ['a--b --c', `a--b --c ${word}`],
  ])('adds to the boot arguments "%s" what the kernel reads', (bootArgs, expected) => {
    expect(withGuestNetwork({ ...base, bootArgs }, {}, addressing).bootArgs).toBe(expected);
  });
});

describe('specToCheck()', () => {
  it('is the spec itself without a network', () => {
    expect(specToCheck({ spec: base })).toBe(base);
  });

  it('has a command line that no addresses make longer', () => {
    const widest = { ...addressing, hostIp: '192.168.100.201', guestIp: '192.168.100.202' };
    expect(specToCheck({ spec: base, guestNetwork: {} }).bootArgs).toHaveLength(
      withGuestNetwork(base, {}, widest).bootArgs.length,
    );
  });

  it.each<[Partial<Pick<PrepareRequest, 'spec' | 'jail' | 'guestNetwork'>>, string]>([
    [
      { spec: { ...base, networkInterfaces: [{ ifaceId: 'eth1', hostDevName: 'tap1' }] } },
      'the spec has network interfaces, whose taps would have to be in its namespace',
    ],
    [
      { jail: { networkNamespace: hostPath('/var/run/netns/own') } },
      'the jail has a network namespace already, and a VMM is in one alone',
    ],
    [
      { spec: { ...base, mmds: { interfaces: ['eth0'] } }, guestNetwork: { mmds: {} } },
      'the spec has a metadata service, too',
    ],
    [{ spec: { ...base, bootArgs: 'quiet ip=dhcp' } }, 'bootArgs have an "ip=" of their own'],
  ])('refuses %o', (change, seen) => {
    expect(() => specToCheck({ spec: base, guestNetwork: {}, ...change })).toThrow(
      expect.objectContaining({
        code: 'SPEC_INVALID',
        message: `Cannot use guestNetwork of the microVM: ${seen}`,
      }),
    );
  });
});

describe('checkRestoredNetwork()', () => {
  const snapshot = {
    kind: 'full' as const,
    vmstate: hostPath('/v'),
    memory: hostPath('/m'),
    digest: { vmstateSha256: '', memorySha256: '', memoryAllocatedKib: 0 },
    spec: base,
    firecrackerVersion: '1.12.1',
  };
  type Restored = Parameters<typeof checkRestoredNetwork>[0];
  const clashes: readonly Pick<RestoreRequest, 'jail' | 'networkOverrides'>[] = [
    { jail: { networkNamespace: hostPath('/var/run/netns/own') } },
    { networkOverrides: [{ ifaceId: 'eth0', hostDevName: 'tap1' }] },
  ];

  it.each(clashes)('refuses %o for a snapshot that brings a network along, and for no other', (clash) => {
    const networked: Restored = { snapshot: { ...snapshot, guestNetwork: addressing }, ...clash };
    expect(() => {
      checkRestoredNetwork(networked);
    }).toThrow(expect.objectContaining({ code: 'SPEC_INVALID' }));
    checkRestoredNetwork({ snapshot, ...clash });
  });
});
