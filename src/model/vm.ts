import type { MonotonicNs } from '../base/clock.ts';
import type { HostPath, HostPid, VmId } from './brands.ts';
import type { GuestNetworkSpec, VmNetwork } from './guest-network.ts';
import type {
  CpuTimes,
  FaultCounts,
  GuestActivity,
  GuestOutput,
  MemoryReading,
  MemorySeries,
  ProcessUsageSeries,
  ThreadSeries,
} from './observations.ts';
import type { Confinement } from './placement.ts';
import type { MemoryBackend, Snapshot, SnapshotKind } from './snapshot.ts';
import type { TimelineRecorder } from './timeline.ts';
import type { StopRung } from './stop.ts';
import type { VmEnd, VmRecord } from './trial.ts';
import type { JailSpec, LaunchMode, VmSpec } from './vm-spec.ts';
import type { PreparedRequests, RunningRequests } from './vm-requests.ts';
import type { ConsoleMode, LogMode, VmConsole, VmLog } from './vm-streams.ts';

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

/** A jail with a live VMM. Disposal ends the VM, in whatever state, and removes all of it. */
export interface OwnedVm extends AsyncDisposable {
  readonly pid: HostPid;
  readonly console: VmConsole;
  readonly log: VmLog;
  /**
   * The network that was asked for with `guestNetwork`.
   * @throws BenchError `SPEC_INVALID` without one
   */
  readonly network: () => VmNetwork;
  /** Runs a step that needs the VM; where the VM's own end is behind a failure, the failure says so. */
  readonly explained: <T>(step: () => Promise<T>) => Promise<T>;
  /** Copies log, console and metrics to the request's evidence. */
  readonly saveEvidence: () => void;
  readonly readFaults: () => FaultCounts;
  /** About 50 µs a thread and 10 µs a process of the host: never within a timed span. */
  readonly readCpuTimes: () => CpuTimes;
  /** The last lines of the VMM's log. */
  readonly lastLogLines: (count: number) => readonly string[];
  /** Complete once the VM is disposed of. */
  readonly record: () => VmRecord;
}

/** Configured and not booted. */
export interface PreparedVm extends OwnedVm {
  readonly requests: PreparedRequests;
  /** Sends InstanceStart. Nothing but the request runs between the two reads of its span. */
  readonly boot: () => Promise<RunningVm>;
}

/** Live and empty, with a snapshot to load. A load that fails ends the VMM. */
export interface RestorableVm extends OwnedVm {
  /** Loads and resumes in one request: the guest runs before the answer comes. */
  readonly restore: () => Promise<RunningVm>;
  /** Loads only: its threads exist and may be pinned before `resume`. */
  readonly restorePaused: () => Promise<PausedVm>;
}

/** Runs, or may have ended by itself. */
export interface RunningVm {
  readonly pid: HostPid;
  readonly requests: RunningRequests;
  /** The request that made it run (InstanceStart, snapshot load or resume), from sending to the answer, at the client. */
  readonly startCallNs: number;
  /** The moment at which that request was sent. */
  readonly startSentAt: MonotonicNs;
  /** As its owner's. */
  readonly network: () => VmNetwork;
  /**
   * Waits for the guest's signal of the boot timer, which only a booted VM gives: the device is not restored.
   * @throws BenchError `DEADLINE_EXCEEDED`, `VMM_EXITED`, `ABORTED`
   */
  readonly waitReady: (options: { readonly timeoutMs: number }) => Promise<void>;
  /**
   * Waits until the console's output matches; with a trace, the moment is that of the guest's own write.
   * @throws BenchError `DEADLINE_EXCEEDED`, `VMM_EXITED`, `ABORTED`
   */
  readonly waitForOutput: (pattern: RegExp, wait: { readonly timeoutMs: number }) => Promise<GuestOutput>;
  /**
   * The first I/O of the guest after the request that made it run: by the trace, or else the first output that `waitForOutput`
   * has seen. Reading a trace takes milliseconds.
   * @throws BenchError `SAMPLE_INVALID` when nothing was seen
   */
  readonly firstActivity: () => GuestActivity;
  readonly readFaults: () => FaultCounts;
  readonly readCpuTimes: () => CpuTimes;
  readonly pause: () => Promise<PausedVm>;
  /**
   * Ends the VMM by one rung after the other, by default those of `gracefulRungs`. What is left of it goes with its owner.
   * @throws BenchError `DEADLINE_EXCEEDED` when it outlives them
   */
  readonly stop: (options?: { readonly rungs?: readonly StopRung[] }) => Promise<VmEnd>;
  /** Flushes and reads all that the VMM says of itself. */
  readonly collect: () => Promise<VmmReadings>;
  /**
   * Looks at all threads of the VMM in equal steps of 1 ms or more, from a process on the harness's CPUs. Each look wakes a CPU:
   * where a time is the question, do not.
   * @throws BenchError `SAMPLE_INVALID`, `FACILITY_MISSING`, `ABORTED`, `VMM_EXITED`
   */
  readonly sampleThreads: (options: {
    readonly periodMs: number;
    readonly durationMs: number;
  }) => Promise<ThreadSeries>;
  /**
   * Reads the memory of the VMM's process now, about 15 µs a resident MiB, in which the VMM cannot map anything: never
   * within a timed span.
   * @throws BenchError `SAMPLE_INVALID`, also when the guest's memory cannot be told from the VMM's
   */
  readonly readMemory: () => MemoryReading;
  /**
   * The same in equal steps of 10 ms or more.
   * @throws BenchError as `readMemory` does, and `ABORTED`
   */
  readonly sampleMemory: (options: {
    readonly periodMs: number;
    readonly durationMs: number;
  }) => Promise<MemorySeries>;
  /**
   * The process as a whole by pidusage, each second; its first look tells nothing, so that a span below a second has no sample.
   * @throws BenchError `ABORTED`
   */
  readonly sampleProcessUsage: (options: { readonly durationMs: number }) => Promise<ProcessUsageSeries>;
}

/** Stands still. The only one that can be written to disk. */
export interface PausedVm {
  readonly pid: HostPid;
  readonly readMemory: RunningVm['readMemory'];
  readonly sampleMemory: RunningVm['sampleMemory'];
  /**
   * Writes a snapshot into the jail; it goes with the jail unless it is kept.
   * @throws BenchError `VM_API_REJECTED`, as for a diff without dirty tracking; the VM can still be resumed
   */
  readonly snapshot: (kind: SnapshotKind, options?: SnapshotOptions) => Promise<SnapshotInJail>;
  readonly resume: () => Promise<RunningVm>;
  readonly collect: () => Promise<VmmReadings>;
}

export interface SnapshotOptions {
  /** The release whose format the state is written in, as "1.4.0". Up to Firecracker 1.5. */
  readonly targetVersion?: string;
}

/** A snapshot that still lies in the jail of its VM. */
export interface SnapshotInJail {
  readonly kind: SnapshotKind;
  /**
   * Moves both files out, to a folder on the same filesystem that must not exist yet, and reads them for their digests; the
   * caller owns them then.
   * @throws BenchError `JAIL_FAILED`
   */
  readonly keep: (folder: HostPath, parent?: Snapshot) => Promise<Snapshot>;
  readonly memoryAllocatedKib: number;
}

/** One request as both sides saw it. */
export interface ApiCallReading {
  readonly method: string;
  readonly path: string;
  readonly sentAt: MonotonicNs;
  readonly clientNs: number;
  /** "Total previous API call duration"; absent when the log has no line for it. */
  readonly vmmUs?: number;
}

/** What the VMM measured with its own clocks. Kept beside the client's spans, never mixed with them. */
export interface VmmReadings {
  /** From the start of InstanceStart's handling to the guest's write to the boot timer. */
  readonly guestBoot?: { readonly wallUs: number; readonly cpuUs: number };
  /** From the jailer's start to a live API thread. */
  readonly processStartup?: { readonly wallUs: number; readonly cpuUs: number };
  /** The request that made it run: InstanceStart, snapshot load or resume, whichever came last. */
  readonly startCall?: ApiCallReading;
  /** Every request of the VM's life so far, in order. */
  readonly calls: readonly ApiCallReading[];
  /** `latencies_us` of the metrics, by name; only those that are not zero. */
  readonly latenciesUs: Readonly<Record<string, number>>;
  /** Log lines that the VMM dropped; a sample with a dropped line may lack something. */
  readonly missedLogCount: number;
}
