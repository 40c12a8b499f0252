/**
 * The machine as part of the result. Absent values are `undefined`: the host does not tell. Identity decides whether
 * two runs may be compared at all, settings may differ with a warning, observations always do.
 */
export interface HostFacts {
  readonly identity: {
    readonly hostname: string;
    readonly architecture: string;
    readonly cpuModel: string;
    readonly cpuCount: number;
    readonly threadsPerCore?: number;
    readonly numaNodes: number;
    readonly microcode?: string;
    readonly memTotalMib: number;
    readonly kernel: string;
    readonly kernelCommandLine: string;
    readonly distribution?: string;
    /** Name of the hypervisor when this host is itself a guest. */
    readonly virtualization?: string;
    readonly kvmModules: readonly string[];
    readonly mitigations: Readonly<Record<string, string>>;
  };
  readonly settings: {
    readonly governors: readonly string[];
    readonly turbo?: 'on' | 'off';
    readonly smt?: string;
    readonly transparentHugePages?: string;
    readonly kernelSamepageMerging?: string;
    readonly swapTotalMib: number;
    readonly isolatedCpus: string;
    readonly clocksource?: string;
    readonly cgroup: string;
    readonly jailFilesystem: string;
  };
  readonly observed: {
    readonly loadAverage1m: number;
    readonly memAvailableMib: number;
    readonly uptimeS: number;
  };
}
