import type { MonotonicNs } from '../base/clock.ts';

/** A part of a process's address space, from `start` up to and without `end`. Addresses pass 2^53. */
export interface AddressRange {
  readonly start: bigint;
  readonly end: bigint;
}

/** Where a VMM has its guest's memory, and what told so; `src/host/guest-memory.ts` has the rule. */
export interface GuestMemory {
  readonly regions: readonly AddressRange[];
  readonly source: 'noreserve-mappings';
}

/** What the kernel counts for a set of mappings (proc_pid_smaps(5)), summed. */
export interface MemoryUse {
  /** Address space, touched or not. */
  readonly sizeKib: number;
  readonly rssKib: number;
  /** Each page divided by the number of processes that map it. */
  readonly pssKib: number;
  /** What would be free if this process ended: private clean and private dirty pages. */
  readonly ussKib: number;
  readonly anonymousKib: number;
  /** Pages of a huge page pool; the other fields leave these out. */
  readonly hugetlbKib: number;
}

/** What the memory cgroup counts, where the VM has one to itself. */
export interface CgroupMemory {
  readonly version: 'v1' | 'v2';
  /** Everything charged, the page cache that the VM read in first included. */
  readonly chargedKib: number;
  /** Kernel objects; absent where the kernel does not count them apart. */
  readonly slabKib?: number;
  /** All kernel memory: slab, page tables, stacks. */
  readonly kernelKib?: number;
}

/** The memory of one VMM process at one moment. */
export interface MemoryReading {
  readonly guestFoundBy: GuestMemory['source'];
  readonly guest: MemoryUse;
  /** All mappings that are not guest memory: binary, heap, stacks, device buffers. */
  readonly vmm: MemoryUse;
  /** Page tables of the process (`VmPTE`); those that KVM keeps for the guest are elsewhere. */
  readonly pageTablesKib: number;
  readonly cgroup?: CgroupMemory;
}

/** One look at the memory of a VMM's process. */
export interface MemorySample extends MemoryReading {
  /** From the series' start. */
  readonly atNs: number;
}

/** The memory of one VMM's process, looked at in equal steps. */
export interface MemorySeries {
  readonly startedAt: MonotonicNs;
  readonly periodNs: number;
  readonly tickCount: number;
  /** Ticks that were more than a period late, and were left out. */
  readonly missedTickCount: number;
  readonly samples: readonly MemorySample[];
  /** Why sampling ended early. The samples up to then are kept. */
  readonly failure?: string;
}

/** CPU time of one thread up to a moment. */
export interface ThreadTime {
  readonly tid: number;
  readonly comm: string;
  /** Since its birth. */
  readonly runNs: number;
}

/** CPU times up to a moment: two of them tell of the span between. */
export interface CpuTimes {
  readonly at: MonotonicNs;
  readonly threads: readonly ThreadTime[];
  /** Of KVM, outside of any VMM's process, such as `kvm-pit/1`; of all VMs of the host: they cannot be told apart. */
  readonly kernelThreads: readonly ThreadTime[];
}

/** One look at one thread. */
export interface ThreadSample {
  /** From the series' start; the moment before the first of the tick's files was read. */
  readonly atNs: number;
  /** Since the thread's birth: nanoseconds on a CPU and nanoseconds runnable without one. */
  readonly runNs: number;
  readonly waitNs: number;
  /** As of the latest tick that looked at it: each tenth. */
  readonly lastCpu: number;
}

export interface ThreadTrack {
  readonly tid: number;
  readonly comm: string;
  /** In the order of time; a thread that came later or ended earlier has fewer. */
  readonly samples: readonly ThreadSample[];
}

/** The threads of one process, looked at in equal steps. */
export interface ThreadSeries {
  readonly startedAt: MonotonicNs;
  /** From the start until it was stopped or failed. */
  readonly durationNs: number;
  readonly periodNs: number;
  readonly tickCount: number;
  /** Ticks that came due before the one before was done, and were left out. */
  readonly missedTickCount: number;
  /** CPU time that sampling has cost, on the harness's CPUs. */
  readonly samplerCpuNs: number;
  readonly threads: readonly ThreadTrack[];
  /** Why sampling ended before it was stopped. The samples up to then are kept. */
  readonly failure?: string;
}

/** The process as a whole, coarsely: what a user sees in `top`. */
export interface ProcessUsageSeries {
  readonly samples: readonly {
    readonly atNs: number;
    /** 100 is one CPU. */
    readonly cpuPercent: number;
    /** Guest memory included. */
    readonly rssKib: number;
  }[];
  readonly failure?: string;
}

/** A read or write of a device by which the guest left the processor, as KVM traces it. */
export interface GuestIo {
  readonly at: MonotonicNs;
  readonly kind: 'pio' | 'mmio';
  readonly direction: 'read' | 'write';
  /** Port number, or guest-physical address. */
  readonly address: bigint;
  /** The first item of a string of several; absent for an MMIO read that is not answered yet. */
  readonly value?: bigint;
  readonly tid: number;
  readonly cpu: number;
}

/**
 * What told of the guest's own doing: KVM's trace of its port and memory-mapped I/O, good to a microsecond; the moment at which
 * the harness saw the console grow, later by its wake-up; the read of its first own page fault by the page-fault handler.
 */
export type ActivitySource = 'kvm-trace' | 'console' | 'uffd-fault';

/** A sign of life. Two of different sources are not comparable. */
export interface GuestActivity {
  readonly at: MonotonicNs;
  readonly source: ActivitySource;
}

/** Something that the guest has written, and when its last character came. */
export interface GuestOutput extends GuestActivity {
  readonly text: string;
}

/** Page faults of a process since it began. */
export interface FaultCounts {
  /** Answered from memory, the page cache included. */
  readonly minor: number;
  /** That had to wait, for a disk or for a page-fault handler. */
  readonly major: number;
}

/** One of several VMs of a trial, on its way from nothing to a guest that has signalled. */
export interface Launch {
  readonly startedAt: MonotonicNs;
  /** Absent where it did not come up. */
  readonly upAt?: MonotonicNs;
  /** By the VMM's boot timer. */
  readonly bootUs?: number;
  /** What the host had left once it was up. */
  readonly hostAvailableKib?: number;
}

/** The host's memory as a whole (proc_meminfo(5)). */
export interface HostMemory {
  readonly totalKib: number;
  /** An estimate of what can be had without swapping, the free pages that each CPU keeps for itself included. */
  readonly availableKib: number;
}

/**
 * What a trial may know beside its readings. All optional: each costs something to take, and a definition asks for what
 * its collectors need.
 */
export interface TrialObservations {
  readonly memory?: MemoryReading;
  readonly memorySeries?: MemorySeries;
  readonly threads?: ThreadSeries;
  readonly processUsage?: ProcessUsageSeries;
  /** At the ends of what the benchmark calls boot and steady state. */
  readonly cpuTimes?: { readonly beforeBoot: CpuTimes; readonly ready: CpuTimes; readonly end: CpuTimes };
  readonly firstActivity?: GuestActivity;
  readonly launches?: readonly Launch[];
}
