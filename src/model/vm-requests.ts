import type { HostPath } from './brands.ts';
import type { NetworkInterfaceSpec, RateLimiter } from './device-spec.ts';
import type { VmSpec } from './vm-spec.ts';

/** State of a microVM as the VMM tells it. */
export type InstanceState = 'not-started' | 'running' | 'paused';

/** What of a drive can change while the guest runs. */
export interface DriveChange {
  readonly driveId: string;
  /** Another file, which is placed into the jail; the same path makes the guest read the size anew. */
  readonly path?: HostPath;
  readonly rateLimiter?: RateLimiter;
}

/** What of a network interface can change while the guest runs. */
export type NetworkInterfaceChange = Pick<
  NetworkInterfaceSpec,
  'ifaceId' | 'rxRateLimiter' | 'txRateLimiter'
>;

export type MachineSpec = Pick<
  VmSpec,
  'vcpus' | 'memMib' | 'smt' | 'trackDirtyPages' | 'hugePages' | 'cpuTemplate'
>;

/** Zero until the guest's driver tells; what the guest itself adds is left out. */
export interface BalloonStatistics {
  readonly targetMib: number;
  readonly actualMib: number;
}

/**
 * Requests to a live VMM, each one call of its API, in the trial's calls with both durations.
 * @throws BenchError each of them `VM_API_REJECTED` with the VMM's own words, `VM_API_UNREACHABLE`, `VMM_EXITED`
 */
export interface VmRequests {
  readonly readVersion: () => Promise<string>;
  readonly readState: () => Promise<InstanceState>;
  /** What the VM really runs with, as the VMM itself has it. */
  readonly readEffectiveConfig: () => Promise<unknown>;
  /** Replaces all that the metadata service holds. */
  readonly putMmds: (contents: Readonly<Record<string, unknown>>) => Promise<void>;
  /** A merge patch (RFC 7396): null removes. Refused before the first `putMmds`. */
  readonly patchMmds: (change: Readonly<Record<string, unknown>>) => Promise<void>;
  readonly readMmds: () => Promise<unknown>;
}

/** Before the boot. */
export interface PreparedRequests extends VmRequests {
  /** @throws BenchError `SPEC_INVALID` when the version cannot take it */
  readonly changeMachine: (change: Partial<MachineSpec>) => Promise<void>;
  readonly setLogLevel: (level: 'Error' | 'Warning' | 'Info' | 'Debug') => Promise<void>;
}

/** While the guest runs. */
export interface RunningRequests extends VmRequests {
  readonly patchDrive: (change: DriveChange) => Promise<void>;
  readonly patchNetworkInterface: (change: NetworkInterfaceChange) => Promise<void>;
  readonly readBalloon: () => Promise<BalloonState>;
  readonly readBalloonStatistics: () => Promise<BalloonStatistics>;
  /** Refused until the guest's driver has activated the device. */
  readonly setBalloonMib: (amountMib: number) => Promise<void>;
  /** Refused where the statistics were off before the boot. */
  readonly setBalloonStatisticsS: (intervalS: number) => Promise<void>;
}

export interface BalloonState {
  readonly amountMib: number;
  readonly deflateOnOom: boolean;
  readonly statsPollingIntervalS: number;
}
