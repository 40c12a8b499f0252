import type { ThreadTrack } from '../observations.ts';

/** One of several VMs of a trial; times from the start of the trial. */
export interface ObservedLaunch {
  readonly startNs: number;
  readonly upNs?: number;
  readonly bootUs?: number;
  readonly hostAvailableKib?: number;
}

/** Looks at the threads of a trial's VMM. */
export interface ObservedThreads {
  /** From the start of the trial to that of the series. */
  readonly startNs: number;
  readonly tracks: readonly ThreadTrack[];
}

/** What the file of a trial's observations holds, as far as pictures are made of it. */
export interface ObservedTrial {
  readonly trialId: string;
  /** Whether its headline is the median of its case and arm, or next to it. */
  readonly isTypical: boolean;
  readonly launches?: readonly ObservedLaunch[];
  readonly threads?: ObservedThreads;
}
