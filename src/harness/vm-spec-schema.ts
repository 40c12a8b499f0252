import type { HostPath } from '../model/brands.ts';
import type {
  BalloonSpec,
  DriveSpec,
  EntropySpec,
  MmdsSpec,
  NetworkInterfaceSpec,
  RateLimiter,
  TokenBucket,
  VsockSpec,
} from '../model/device-spec.ts';
import type { GuestNetworkSpec } from '../model/guest-network.ts';
import { schemaOf, z } from '../model/schema.ts';
import { launchModes, logLevels, type JailSpec, type VmSpec } from '../model/vm-spec.ts';

/*
 * Names and types alone, of every field at every level; `schemaOf` does not compile when an interface has another one. What the
 * values may be is the driver's to say.
 */

const text = z.string();
const flag = z.boolean();
const number = z.number();
/** The body of a request, whose fields are Firecracker's. */
const body = z.record(z.string(), z.unknown());

/** A path of this host, not empty. */
export const pathSchema: z.ZodType<HostPath> = z.custom<HostPath>(
  (value) => typeof value === 'string' && value !== '',
  'a path is needed',
);

const tokenBucket = schemaOf<TokenBucket>()(
  z.strictObject({ size: number, refillTimeMs: number, oneTimeBurst: number.exactOptional() }),
);

const rateLimiter = schemaOf<RateLimiter>()(
  z.strictObject({ bandwidth: tokenBucket.exactOptional(), ops: tokenBucket.exactOptional() }),
);

const drive = schemaOf<DriveSpec>()(
  z.strictObject({
    driveId: text,
    path: pathSchema,
    isRootDevice: flag,
    isReadOnly: flag,
    partuuid: text.exactOptional(),
    cacheType: z.enum(['Unsafe', 'Writeback']).exactOptional(),
    ioEngine: z.enum(['Sync', 'Async']).exactOptional(),
    rateLimiter: rateLimiter.exactOptional(),
    placement: z.enum(['by-need', 'ramdisk']).exactOptional(),
  }),
);

const ofNetwork = {
  rxRateLimiter: rateLimiter.exactOptional(),
  txRateLimiter: rateLimiter.exactOptional(),
  mtu: number.exactOptional(),
};

const networkInterface = schemaOf<NetworkInterfaceSpec>()(
  z.strictObject({ ifaceId: text, hostDevName: text, guestMac: text.exactOptional(), ...ofNetwork }),
);

const vsock = schemaOf<VsockSpec>()(z.strictObject({ guestCid: number, udsName: text.exactOptional() }));

const balloon = schemaOf<BalloonSpec>()(
  z.strictObject({
    amountMib: number,
    deflateOnOom: flag.exactOptional(),
    statsPollingIntervalS: number.exactOptional(),
    freePageHinting: flag.exactOptional(),
    freePageReporting: flag.exactOptional(),
  }),
);

const entropy = schemaOf<EntropySpec>()(z.strictObject({ rateLimiter: rateLimiter.exactOptional() }));

const ofMmds = {
  version: z.enum(['V1', 'V2']).exactOptional(),
  ipv4Address: text.exactOptional(),
  contents: body.exactOptional(),
};

const mmds = schemaOf<MmdsSpec>()(z.strictObject({ interfaces: z.array(text), ...ofMmds }));

/** What `vm` of a definition returns. */
export const vmSpecSchema: z.ZodType<VmSpec> = schemaOf<VmSpec>()(
  z.strictObject({
    kernel: pathSchema,
    initrd: pathSchema.exactOptional(),
    bootArgs: text,
    drives: z.array(drive),
    vcpus: number,
    memMib: number,
    smt: flag.exactOptional(),
    trackDirtyPages: flag.exactOptional(),
    hugePages: z.literal('2M').exactOptional(),
    cpuTemplate: text.exactOptional(),
    cpuConfig: body.exactOptional(),
    networkInterfaces: z.array(networkInterface).exactOptional(),
    vsock: vsock.exactOptional(),
    balloon: balloon.exactOptional(),
    entropy: entropy.exactOptional(),
    mmds: mmds.exactOptional(),
    metadataFile: pathSchema.exactOptional(),
    serialOutName: text.exactOptional(),
  }),
);

/** A network of the VM's own. */
export const guestNetworkSchema: z.ZodType<GuestNetworkSpec> = schemaOf<GuestNetworkSpec>()(
  z.strictObject({
    ...ofNetwork,
    ifaceId: text.exactOptional(),
    mmds: z.strictObject(ofMmds).exactOptional(),
    subnetRange: text.exactOptional(),
  }),
);

/** What a jail gives to its VMM. */
export const jailSpecSchema: z.ZodType<JailSpec> = schemaOf<JailSpec>()(
  z.strictObject({
    networkNamespace: pathSchema.exactOptional(),
    resourceLimits: z
      .strictObject({ fsizeBytes: number.exactOptional(), noFile: number.exactOptional() })
      .exactOptional(),
    parentCgroup: text.exactOptional(),
    cgroups: z
      .strictObject({
        version: z.union([z.literal(1), z.literal(2)]),
        settings: z.array(z.strictObject({ file: text, value: text })),
      })
      .exactOptional(),
    ownMemoryCgroup: z.enum(['required', 'where-possible']).exactOptional(),
    firecrackerArguments: z.array(text).exactOptional(),
    logLevel: z.enum(logLevels).exactOptional(),
  }),
);

/** How a VMM is started. */
export const launchSchema = z.enum(launchModes);
