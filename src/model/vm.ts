import type { HostPid, VmId } from './brands.ts';
import type { Confinement } from './placement.ts';
import type { TimelineRecorder } from './timeline.ts';
import type { VmRecord } from './trial.ts';
import type { LaunchMode, VmSpec } from './vm-spec.ts';

/** Receives the files of a VM that failed, before its jail is removed. */
export interface EvidenceSink {
  /** Copies one file under this name; a file that is not there is passed over. */
  readonly keep: (name: string, path: string) => void;
}

export interface PrepareRequest {
  readonly id: VmId;
  readonly spec: VmSpec;
  readonly uid: number;
  readonly gid: number;
  readonly launch: LaunchMode;
  readonly confinement: Confinement;
  readonly timeline: TimelineRecorder;
  readonly evidence: EvidenceSink;
  readonly signal: AbortSignal;
  /** Each single wait on the way to a ready API. */
  readonly timeoutMs: number;
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
}

/** Jail and live VMM, not booted. Disposal ends the VM and removes all of it. */
export interface PreparedVm extends AsyncDisposable {
  readonly pid: HostPid;
  /** Sends InstanceStart. Nothing but the request runs between the two reads of its span. */
  readonly boot: () => Promise<BootedVm>;
  /** Runs a step that needs the VM; where the VM's own end is behind a failure, the failure says so. */
  readonly explained: <T>(step: () => Promise<T>) => Promise<T>;
  /** Copies log, console and metrics to the request's evidence. */
  readonly saveEvidence: () => void;
  /** The last lines of the VMM's log. */
  readonly lastLogLines: (count: number) => readonly string[];
  readonly record: () => VmRecord;
}

export interface BootedVm {
  readonly pid: HostPid;
  /** InstanceStart from the request to the answer, at the client. */
  readonly startCallNs: number;
  /**
   * Waits for the guest's signal of the boot timer.
   * @throws BenchError `DEADLINE_EXCEEDED`, `VMM_EXITED`, `ABORTED`
   */
  readonly waitReady: (options: { readonly timeoutMs: number }) => Promise<void>;
  /** Flushes and reads all that the VMM says of itself. */
  readonly collect: () => Promise<VmmReadings>;
}

/** What the VMM measured with its own clocks. Kept beside the client's spans, never mixed with them. */
export interface VmmReadings {
  /** From the InstanceStart request's arrival to the guest's write to the boot timer. */
  readonly guestBoot?: { readonly wallUs: number; readonly cpuUs: number };
  /** "Total previous API call duration" of InstanceStart. */
  readonly startCallUs?: number;
  /** From the jailer's start to a live API thread. */
  readonly processStartup?: { readonly wallUs: number; readonly cpuUs: number };
  /** Log lines that the VMM dropped; a sample with a dropped line may lack something. */
  readonly missedLogCount: number;
}
