import type { HostPath, VmId } from './brands.ts';
import type { GuestNetworkSpec } from './guest-network.ts';
import type { Confinement } from './placement.ts';
import type { MemoryBackend, Snapshot } from './snapshot.ts';
import type { TimelineRecorder } from './timeline.ts';
import type { JailSpec, LaunchMode, VmSpec } from './vm-spec.ts';
import type { ConsoleMode, LogMode } from './vm-streams.ts';
import type { PreparedVm, RestorableVm } from './vm.ts';

/** Receives the files of a VM that failed, before its jail is removed. */
export interface EvidenceSink {
  /** Copies one file under this name; a file that is not there is passed over. */
  readonly keep: (name: string, path: string) => void;
}

export interface PrepareRequest {
  readonly id: VmId;
  readonly spec: VmSpec;
  readonly jail?: JailSpec;
  readonly uid: number;
  readonly gid: number;
  readonly launch: LaunchMode;
  readonly confinement: Confinement;
  readonly timeline: TimelineRecorder;
  readonly evidence: EvidenceSink;
  readonly signal: AbortSignal;
  /** Each single wait on the way to a ready API. */
  readonly timeoutMs: number;
  /** By default `output`: a watched input must not change what is measured. */
  readonly console?: ConsoleMode;
  /** By default `file`. */
  readonly log?: LogMode;
  /**
   * Traces the guest's I/O from the start on, where the kernel lets one: for `firstActivity` and `waitForOutput`. Costs the guest
   * about a microsecond an access.
   */
  readonly traceGuestIo?: boolean;
  /** Not with network interfaces in the spec, nor with a network namespace of the jail. */
  readonly guestNetwork?: GuestNetworkSpec;
  /** A signal from outside that is to end the VM and is no failure then. */
  readonly expectedEnd?: { readonly signal: NodeJS.Signals };
}

/** As for a boot; spec and guest network are the snapshot's own. */
export interface RestoreRequest extends Omit<PrepareRequest, 'spec' | 'guestNetwork'> {
  readonly snapshot: Snapshot;
  readonly backend: MemoryBackend;
  /**
   * Puts the snapshot's files into the page cache, or out of it, before the load, and proves it. As they are by default.
   */
  readonly pageCache?: 'warm' | 'cold';
  /** So that the restored VM can be the parent of a diff. */
  readonly trackDirtyPages?: boolean;
  /** Other taps than those of the snapshot, by interface. */
  readonly networkOverrides?: readonly { readonly ifaceId: string; readonly hostDevName: string }[];
}

export interface SnapshotMerge {
  /** The newest diff; its parents are followed. */
  readonly snapshot: Snapshot;
  /** Made for the merged files. */
  readonly folder: HostPath;
}

/** Starts one kind of VMM. */
export interface VmDriver {
  readonly kind: string;
  readonly version: string;
  /**
   * Checks a spec without starting anything.
   * @throws BenchError `SPEC_INVALID`
   */
  readonly check: (spec: VmSpec) => void;
  /**
   * Resolves when the VMM is live, configured and not booted. The caller owns it. When it throws, nothing is
   * left behind and the VM's files are with `request.evidence`.
   */
  readonly prepare: (request: PrepareRequest) => Promise<PreparedVm>;
  /**
   * Resolves when the VMM is live, the snapshot in its jail, and the page-fault handler, if any, ready.
   * @throws BenchError `SNAPSHOT_INVALID` before anything is started
   */
  readonly prepareRestore: (request: RestoreRequest) => Promise<RestorableVm>;
  /**
   * Lays a chain of diffs over the full snapshot at its bottom; what comes out can be restored by itself.
   * @throws BenchError `SNAPSHOT_INVALID` for a chain without a full one; `COMMAND_FAILED`
   */
  readonly mergeSnapshot: (merge: SnapshotMerge) => Promise<Snapshot>;
}
