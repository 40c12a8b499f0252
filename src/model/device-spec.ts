import type { HostPath } from './brands.ts';

/** Tokens are spent by bytes or operations; an empty bucket holds the device until it is filled again. */
export interface TokenBucket {
  /** Tokens of a full bucket: bytes or operations. */
  readonly size: number;
  /** Time in which an empty bucket becomes full. */
  readonly refillTimeMs: number;
  /** Tokens on top, to be spent once. */
  readonly oneTimeBurst?: number;
}

export interface RateLimiter {
  /** In bytes. */
  readonly bandwidth?: TokenBucket;
  /** In operations. */
  readonly ops?: TokenBucket;
}

/** How a file comes into a jail. By need: linked where the jail's user may read it as it is, copied otherwise. */
export type Placement = 'by-need' | 'ramdisk';

export interface DriveSpec {
  readonly driveId: string;
  readonly path: HostPath;
  readonly isRootDevice: boolean;
  readonly isReadOnly: boolean;
  /** Partition of a root device that holds the root file system; the whole device without it. */
  readonly partuuid?: string;
  /** Writeback passes the guest's flushes on to the host's disk. Default: Unsafe, which ignores them. */
  readonly cacheType?: 'Unsafe' | 'Writeback';
  /** Async is io_uring. Default: Sync. */
  readonly ioEngine?: 'Sync' | 'Async';
  readonly rateLimiter?: RateLimiter;
  /** `ramdisk`: a copy on a tmpfs inside the jail, so that no disk is behind it. Default: by need. */
  readonly placement?: Placement;
}

export interface NetworkInterfaceSpec {
  readonly ifaceId: string;
  /** A tap that exists in the VM's network namespace and belongs to the jail's user; at most 15 characters. */
  readonly hostDevName: string;
  /** `06:00:ac:10:00:02`. Without it the guest makes one up. */
  readonly guestMac?: string;
  readonly rxRateLimiter?: RateLimiter;
  readonly txRateLimiter?: RateLimiter;
  /** From Firecracker 1.16. */
  readonly mtu?: number;
}

export interface VsockSpec {
  /** From 3; 0 to 2 are the hypervisor, the loopback and the host (vsock(7)). */
  readonly guestCid: number;
  /** Name of the Unix socket in the jail's root. Default: `vsock.socket`. */
  readonly udsName?: string;
}

export interface BalloonSpec {
  readonly amountMib: number;
  /** Whether the guest takes pages back when it runs out of memory. Default: false. */
  readonly deflateOnOom?: boolean;
  /** 0, the default: no statistics. */
  readonly statsPollingIntervalS?: number;
  /** From Firecracker 1.14. */
  readonly freePageHinting?: boolean;
  /** From Firecracker 1.14. */
  readonly freePageReporting?: boolean;
}

export interface EntropySpec {
  readonly rateLimiter?: RateLimiter;
}

/** The metadata service that the guest reaches over its own network interfaces. */
export interface MmdsSpec {
  /** V2 asks the guest for a session token. Default: V1. */
  readonly version?: 'V1' | 'V2';
  /** Ids of the interfaces that reach it, at least one. */
  readonly interfaces: readonly string[];
  /** Link-local. Default: 169.254.169.254. */
  readonly ipv4Address?: string;
  /** What it holds when the guest starts; a JSON object. */
  readonly contents?: Readonly<Record<string, unknown>>;
}
