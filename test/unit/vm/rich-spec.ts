import { hostPath } from '../../../src/model/brands.ts';
import type { RateLimiter } from '../../../src/model/device-spec.ts';
import type { JailSpec, VmSpec } from '../../../src/model/vm-spec.ts';

const rateLimiter: RateLimiter = {
  bandwidth: { size: 1_048_576, refillTimeMs: 100, oneTimeBurst: 4096 },
  ops: { size: 1000, refillTimeMs: 1000 },
};

/** A spec that names all that the oldest version takes. */
export const plainSpec: VmSpec = {
  kernel: hostPath('/images/vmlinux'),
  initrd: hostPath('/images/initrd'),
  bootArgs: 'console=ttyS0 panic=1',
  drives: [
    {
      driveId: 'root',
      path: hostPath('/images/root.img'),
      isRootDevice: true,
      isReadOnly: true,
      partuuid: '0eaa91a0-01',
      cacheType: 'Writeback',
      ioEngine: 'Async',
      rateLimiter,
    },
    {
      driveId: 'data',
      path: hostPath('/images/data.img'),
      isRootDevice: false,
      isReadOnly: false,
      placement: 'ramdisk',
    },
  ],
  vcpus: 4,
  memMib: 512,
  smt: true,
  trackDirtyPages: true,
  cpuTemplate: 'T2',
  networkInterfaces: [
    {
      ifaceId: 'eth0',
      hostDevName: 'tap0',
      guestMac: '06:00:ac:10:00:02',
      rxRateLimiter: rateLimiter,
      txRateLimiter: rateLimiter,
    },
  ],
  vsock: { guestCid: 3 },
  balloon: { amountMib: 64, deflateOnOom: true, statsPollingIntervalS: 1 },
  mmds: {
    version: 'V2',
    interfaces: ['eth0'],
    ipv4Address: '169.254.170.2',
    contents: { latest: { 'meta-data': {} } },
  },
  metadataFile: hostPath('/images/metadata.json'),
};

/** The part of a rich spec that a minor version takes on top. */
export function richSpec(minor: number): VmSpec {
  const { balloon, networkInterfaces = [] } = plainSpec;
  return {
    ...plainSpec,
    ...(minor < 4
      ? {}
      : {
          entropy: { rateLimiter },
          cpuConfig: { cpuid_modifiers: [], msr_modifiers: [], kvm_capabilities: [] },
        }),
    ...(minor < 7 ? {} : { hugePages: '2M' as const }),
    ...(minor < 14 || balloon === undefined
      ? {}
      : { balloon: { ...balloon, freePageHinting: true, freePageReporting: true }, serialOutName: 'serial' }),
    ...(minor < 16 ? {} : { networkInterfaces: networkInterfaces.map((each) => ({ ...each, mtu: 1400 })) }),
  };
}

export const richJail: JailSpec = {
  networkNamespace: hostPath('/var/run/netns/vm-1'),
  resourceLimits: { fsizeBytes: 1_073_741_824, noFile: 4096 },
  parentCgroup: 'bench/own',
  cgroups: { version: 1, settings: [{ file: 'memory.limit_in_bytes', value: '1073741824' }] },
  firecrackerArguments: ['--http-api-max-payload-size', '100000'],
  logLevel: 'Info',
};
