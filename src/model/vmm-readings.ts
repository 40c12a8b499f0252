import type { MonotonicNs } from '../base/clock.ts';

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
