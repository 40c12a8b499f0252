import type { MonotonicNs } from '../base/clock.ts';
import type { HostPath, HostPid } from './brands.ts';
import type { VmNetwork } from './guest-network.ts';
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
import type { Snapshot, SnapshotKind } from './snapshot.ts';
import type { StopRung } from './stop.ts';
import type { VmEnd, VmRecord } from './trial.ts';
import type { PreparedRequests, RunningRequests } from './vm-requests.ts';
import type { VmConsole, VmLog } from './vm-streams.ts';
import type { VmmReadings } from './vmm-readings.ts';

/** What can be read of a VMM's process in any state. */
export interface LiveProcess {
  readonly pid: HostPid;
  readonly readFaults: () => FaultCounts;
  /** About 50 µs a thread and 10 µs a process of the host: never within a timed span. */
  readonly readCpuTimes: () => CpuTimes;
  /**
   * The network that was asked for with `guestNetwork`.
   * @throws BenchError `SPEC_INVALID` without one
   */
  readonly network: () => VmNetwork;
}

/** Looks in equal steps. */
export interface SamplingSteps {
  readonly periodMs: number;
  readonly durationMs: number;
}

/** What can be read once the guest's memory is mapped. */
export interface MemoryReaders {
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
  readonly sampleMemory: (steps: SamplingSteps) => Promise<MemorySeries>;
}

/** A jail with a live VMM. Disposal ends the VM, in whatever state, and removes all of it. */
export interface OwnedVm extends LiveProcess, AsyncDisposable {
  readonly console: VmConsole;
  readonly log: VmLog;
  /** Runs a step that needs the VM; where the VM's own end is behind a failure, the failure says so. */
  readonly explained: <T>(step: () => Promise<T>) => Promise<T>;
  /** Copies log, console and metrics to the request's evidence. */
  readonly saveEvidence: () => void;
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
export interface RunningVm extends LiveProcess, MemoryReaders {
  readonly requests: RunningRequests;
  /** The request that made it run (InstanceStart, snapshot load or resume), from sending to the answer, at the client. */
  readonly startCallNs: number;
  /** The moment at which that request was sent. */
  readonly startSentAt: MonotonicNs;
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
  readonly sampleThreads: (steps: SamplingSteps) => Promise<ThreadSeries>;
  /**
   * The process as a whole by pidusage, each second; its first look tells nothing, so that a span below a second has no sample.
   * @throws BenchError `ABORTED`
   */
  readonly sampleProcessUsage: (options: { readonly durationMs: number }) => Promise<ProcessUsageSeries>;
}

/** Stands still. The only one that can be written to disk. */
export interface PausedVm extends MemoryReaders {
  readonly pid: HostPid;
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
