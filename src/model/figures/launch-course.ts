import type { Interval } from '../interval.ts';

/** A quantity of the n-th VM of a trial, over the trials. */
export interface PlaceSummary {
  /** From 1. */
  readonly place: number;
  /** Trials that have it. */
  readonly count: number;
  readonly median: number;
  /** Absent with too few trials. */
  readonly interval?: Interval;
}

/** How many launches were under way from a moment on. */
export interface InFlightStep {
  /** From the first launch's start. */
  readonly atMs: number;
  readonly count: number;
}

/** The VMs of the trials of one case and arm, in the order in which they were started. */
export interface LaunchCourse {
  readonly runLabel: string;
  readonly caseId: string;
  readonly armId: string;
  /** Trials that were read. */
  readonly trialCount: number;
  /** VMMs' boot timers, in µs; empty where VMs do not come one after the other. */
  readonly boots: readonly PlaceSummary[];
  /** What each VM takes of the host's available memory, in KiB, from the second one on; empty likewise. */
  readonly memory: readonly PlaceSummary[];
  /** Of the trial whose headline is the median. */
  readonly inFlight: readonly InFlightStep[];
  readonly trialId: string;
  /** The most that were under way at once, in any of the trials. */
  readonly mostInFlight: number;
}
