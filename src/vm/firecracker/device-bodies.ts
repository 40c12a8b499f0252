import { jailPath, type JailPath } from '../../model/brands.ts';
import type {
  BalloonSpec,
  DriveSpec,
  EntropySpec,
  MmdsSpec,
  NetworkInterfaceSpec,
  RateLimiter,
  TokenBucket,
  VsockSpec,
} from '../../model/device-spec.ts';
import type { DriveChange, NetworkInterfaceChange } from '../../model/vm-requests.ts';
import type { RequestBody } from './machine-bodies.ts';
import { requireFeature, type Dialect } from './versions.ts';

/** The vsock's socket, in the jail's root, where the spec does not name it. */
const defaultVsockName = 'vsock.socket';

function rateLimiterBody({ bandwidth, ops }: RateLimiter): RequestBody {
  return {
    ...(bandwidth === undefined ? {} : { bandwidth: tokenBucketBody(bandwidth) }),
    ...(ops === undefined ? {} : { ops: tokenBucketBody(ops) }),
  };
}

function tokenBucketBody({ size, refillTimeMs, oneTimeBurst }: TokenBucket): RequestBody {
  return {
    size,
    refill_time: refillTimeMs,
    ...(oneTimeBurst === undefined ? {} : { one_time_burst: oneTimeBurst }),
  };
}

/** Body of PUT /drives/{id}. */
export function driveBody(drive: DriveSpec, path: JailPath): RequestBody {
  const { partuuid, cacheType, ioEngine, rateLimiter } = drive;
  return {
    drive_id: drive.driveId,
    path_on_host: path,
    is_root_device: drive.isRootDevice,
    is_read_only: drive.isReadOnly,
    ...(partuuid === undefined ? {} : { partuuid }),
    ...(cacheType === undefined ? {} : { cache_type: cacheType }),
    ...(ioEngine === undefined ? {} : { io_engine: ioEngine }),
    ...limiterPart('rate_limiter', rateLimiter),
  };
}

/** The change with the path as the jailed process sees it. */
export type JailedDriveChange = Omit<DriveChange, 'path'> & { readonly path?: JailPath };

/** Body of PATCH /drives/{id}. */
export function drivePatch({ driveId, path, rateLimiter }: JailedDriveChange): RequestBody {
  return {
    drive_id: driveId,
    ...(path === undefined ? {} : { path_on_host: path }),
    ...limiterPart('rate_limiter', rateLimiter),
  };
}

/**
 * Body of PUT /network-interfaces/{id}.
 * @throws BenchError `SPEC_INVALID` when the version cannot take it
 */
export function networkInterfaceBody(dialect: Dialect, spec: NetworkInterfaceSpec): RequestBody {
  const { ifaceId, hostDevName, guestMac, mtu, rxRateLimiter, txRateLimiter } = spec;
  if (mtu !== undefined) requireFeature(dialect, 'mtu', `set the MTU of the interface "${ifaceId}"`);
  return {
    iface_id: ifaceId,
    host_dev_name: hostDevName,
    ...(guestMac === undefined ? {} : { guest_mac: guestMac }),
    ...(mtu === undefined ? {} : { mtu }),
    ...limiterPart('rx_rate_limiter', rxRateLimiter),
    ...limiterPart('tx_rate_limiter', txRateLimiter),
  };
}

/** Body of PATCH /network-interfaces/{id}. */
export function networkInterfacePatch(change: NetworkInterfaceChange): RequestBody {
  return {
    iface_id: change.ifaceId,
    ...limiterPart('rx_rate_limiter', change.rxRateLimiter),
    ...limiterPart('tx_rate_limiter', change.txRateLimiter),
  };
}

export function vsockPath({ udsName }: VsockSpec): JailPath {
  return jailPath(udsName ?? defaultVsockName);
}

/** Body of PUT /vsock. */
export function vsockBody(spec: VsockSpec): RequestBody {
  return { guest_cid: spec.guestCid, uds_path: vsockPath(spec) };
}

/**
 * Body of PUT /balloon.
 * @throws BenchError `SPEC_INVALID` when the version cannot take it
 */
export function balloonBody(dialect: Dialect, spec: BalloonSpec): RequestBody {
  const { freePageHinting: hinting, freePageReporting: reporting } = spec;
  if (hinting !== undefined) requireFeature(dialect, 'freePageHinting', 'let the balloon hint at free pages');
  if (reporting !== undefined)
    requireFeature(dialect, 'freePageReporting', 'let the balloon report free pages');
  return {
    amount_mib: spec.amountMib,
    deflate_on_oom: spec.deflateOnOom ?? false,
    stats_polling_interval_s: spec.statsPollingIntervalS ?? 0,
    ...(hinting === undefined ? {} : { free_page_hinting: hinting }),
    ...(reporting === undefined ? {} : { free_page_reporting: reporting }),
  };
}

/**
 * Body of PUT /entropy.
 * @throws BenchError `SPEC_INVALID` before 1.4
 */
export function entropyBody(dialect: Dialect, { rateLimiter }: EntropySpec): RequestBody {
  requireFeature(dialect, 'entropy', 'give the guest an entropy device');
  return limiterPart('rate_limiter', rateLimiter);
}

/** Body of PUT /mmds/config. */
export function mmdsConfigBody({ version, interfaces, ipv4Address }: MmdsSpec): RequestBody {
  return {
    version: version ?? 'V1',
    network_interfaces: interfaces,
    ...(ipv4Address === undefined ? {} : { ipv4_address: ipv4Address }),
  };
}

function limiterPart(name: string, limiter: RateLimiter | undefined): RequestBody {
  return limiter === undefined ? {} : { [name]: rateLimiterBody(limiter) };
}
