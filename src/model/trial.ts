import type { AppliedPlacement } from './placement.ts';
import type { Samples } from './metric.ts';
import type { NoiseDifference } from './noise.ts';
import type { ActivitySource } from './observations.ts';
import type { SnapshotDigest, UffdTotals } from './snapshot.ts';
import type { Mark, Phase } from './timeline.ts';
import type { LaunchMode } from './vm-spec.ts';

export type TrialOutcome =
  | { readonly status: 'ok' }
  | {
      readonly status: 'failed';
      /** A stable error code. */
      readonly code: string;
      readonly reason: string;
      readonly hint?: string;
      /** Causes, outermost first. */
      readonly causes: readonly string[];
      readonly lastLogLines: readonly string[];
      /** Folder with log, console and metrics, relative to the run folder. */
      readonly evidence?: string;
    }
  /** Interrupted from outside: says nothing about the benchmark. */
  | { readonly status: 'aborted'; readonly reason: string };

/** How the VMM process ended. */
export type ProcessExit =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'signal'; readonly signal: number }
  /** Gone before its status could be read. */
  | { readonly kind: 'unknown' };

export interface VmEnd {
  readonly exit: ProcessExit;
  /** The rungs of the kill ladder that were used, in order; with the reason after a colon where one could not be. */
  readonly steps: readonly string[];
  /** Why this end makes the trial a failed one, whatever the exit status. */
  readonly fault?: string;
}

/** The first sign of the guest's own doing after the request that made it run. */
export interface FirstActivity {
  readonly source: ActivitySource;
  /** From the request's sending; by the client's clock, which is the trace's as well. */
  readonly afterStartUs: number;
}

/** How much of a snapshot's memory file was in the page cache before it was loaded. */
export interface SnapshotCache {
  readonly wanted: 'warm' | 'cold';
  /** From 0 to 1; absent where nothing tells. */
  readonly residentShare?: number;
}

/** One microVM as it was run. */
export interface VmRecord {
  readonly vmId: string;
  readonly uid: number;
  readonly pid: number;
  readonly launch: LaunchMode;
  readonly firecrackerVersion: string;
  readonly end?: VmEnd;
  /** What the page-fault handler of a restored VM counted. */
  readonly uffd?: UffdTotals;
  /** One a source that saw any. */
  readonly firstActivities?: readonly FirstActivity[];
  /** What told when the guest had written what was waited for. */
  readonly outputSources?: readonly ActivitySource[];
  /** Why nothing was traced, where a trace was wanted. */
  readonly untraced?: string;
  /** What a restored VM was restored from. */
  readonly snapshot?: SnapshotDigest;
  /** Of a restored VM whose snapshot was to be warm or cold. */
  readonly snapshotCache?: SnapshotCache;
  /** Page faults of the VMM whose thread had to wait, for a disk or a page-fault handler, up to when it was read out. */
  readonly majorFaults?: number;
  /** Log lines that the VMM dropped. */
  readonly missedLogCount?: number;
  /** The VMM's own answer to GET /vm/config. */
  readonly effectiveConfig?: unknown;
}

/** One line of `samples.ndjson`. Times are integer nanoseconds. */
export interface TrialRecord {
  readonly trialId: string;
  readonly caseId: string;
  readonly armId: string;
  readonly block: number;
  readonly position: number;
  readonly isWarmup: boolean;
  /** Absent in an imported run whose source does not tell. */
  readonly startedAt?: string;
  /** From before the jail is made until the harness has the trial's end, measured apart from the phases. Absent in an imported run. */
  readonly wallNs?: number;
  readonly phases: readonly Phase[];
  /** wallNs minus the sum of the phases. Absent where it is. */
  readonly unaccountedNs?: number;
  readonly marks: readonly Mark[];
  readonly outcome: TrialOutcome;
  readonly samples: Samples;
  /** File with what the benchmark has looked at, relative to the run folder. */
  readonly observations?: string;
  readonly vms: readonly VmRecord[];
  readonly placement?: AppliedPlacement;
  /** From before the trial began until all of it was gone. */
  readonly noise?: NoiseDifference;
  /** CPU time that the harness itself spent on the trial, user and system. */
  readonly harnessCpuNs: number;
}

/** The wall times of trials that have one, in their order: of all that this tool has measured, of none that it imported. */
export function wallTimesNs(trials: readonly Pick<TrialRecord, 'wallNs'>[]): readonly number[] {
  return trials.flatMap(({ wallNs }) => wallNs ?? []);
}
