/** What happened on the whole host between two moments, other than by the trial's intention. Absent: not told. */
export interface NoiseDifference {
  readonly spanNs: number;
  /** CPU time that the hypervisor around this host took, in steps of 10 ms, all CPUs together. */
  readonly stealUs: number;
  /** Time in which some task waited (Documentation/accounting/psi.rst). */
  readonly cpuPressureUs?: number;
  readonly memoryPressureUs?: number;
  readonly ioPressureUs?: number;
  readonly majorFaults: number;
  readonly swappedInPages: number;
  readonly swappedOutPages: number;
  /** Pages that KSM shares, more or fewer than before. */
  readonly ksmSharedPages?: number;
  /** VMs that are not the trial's own: the more of the two counts. */
  readonly otherVms: number;
}

/** Begins to watch the host; what it gives back ends that and tells what came between. */
export type NoiseWatch = () => () => NoiseDifference;
