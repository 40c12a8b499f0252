import type { HostPath } from './brands.ts';
import type {
  BalloonSpec,
  DriveSpec,
  EntropySpec,
  MmdsSpec,
  NetworkInterfaceSpec,
  VsockSpec,
} from './device-spec.ts';

/** What the microVM is: everything the guest can see. One readonly value goes in whole; there are no setters. */
export interface VmSpec {
  /** An uncompressed ELF kernel (or any ELF that follows the Linux 64-bit boot protocol). */
  readonly kernel: HostPath;
  readonly initrd?: HostPath;
  /** The guest's command line, at most 2 048 characters. */
  readonly bootArgs: string;
  readonly drives: readonly DriveSpec[];
  /** 1 to 32. */
  readonly vcpus: number;
  readonly memMib: number;
  /** Two vCPUs a core; 1 or an even number of vCPUs then. Default: false. */
  readonly smt?: boolean;
  /** Lets a diff snapshot know the written pages. Default: false. */
  readonly trackDirtyPages?: boolean;
  /** Guest memory from the host's pool of 2 MiB pages, which must hold all of it. From Firecracker 1.7. */
  readonly hugePages?: '2M';
  /** Name of a built-in CPU template (T2, T2S, …). Deprecated since Firecracker 1.5: prefer `cpuConfig`. */
  readonly cpuTemplate?: string;
  /** A custom CPU template: the body of PUT /cpu-config. From Firecracker 1.4. */
  readonly cpuConfig?: Readonly<Record<string, unknown>>;
  readonly networkInterfaces?: readonly NetworkInterfaceSpec[];
  readonly vsock?: VsockSpec;
  readonly balloon?: BalloonSpec;
  readonly entropy?: EntropySpec;
  readonly mmds?: MmdsSpec;
  /** A JSON file that fills the metadata service at the VMM's start (`--metadata`). */
  readonly metadataFile?: HostPath;
  /** Name of a file in the jail's root that gets the guest's serial output. From Firecracker 1.14. */
  readonly serialOutName?: string;
}

/** A value that the jailer writes into a file of the VM's own cgroup: `memory.max` = `268435456`. */
export interface CgroupSetting {
  readonly file: string;
  readonly value: string;
}

/** What the jail gives to its VMM beside CPUs and a user. */
export interface JailSpec {
  /** A network namespace to join, as `/var/run/netns/<name>`. */
  readonly networkNamespace?: HostPath;
  readonly resourceLimits?: {
    /** RLIMIT_FSIZE: the largest file that the VMM may write. */
    readonly fsizeBytes?: number;
    /** RLIMIT_NOFILE. The jailer's default is 2048. */
    readonly noFile?: number;
  };
  /** Cgroup below which the VM's own is made, in each hierarchy, as `a/b`. Default: `microvm-bench`. */
  readonly parentCgroup?: string;
  /** Settings beside the CPUs', for hierarchies of this version. */
  readonly cgroups?: { readonly version: 1 | 2; readonly settings: readonly CgroupSetting[] };
  /**
   * A memory cgroup that limits nothing and whose counts are this VM's alone. Where possible: none on a host without the
   * controller.
   */
  readonly ownMemoryCgroup?: 'required' | 'where-possible';
  /** More arguments for Firecracker itself, one word each: `['--http-api-max-payload-size', '100000']`. */
  readonly firecrackerArguments?: readonly string[];
  /** Default: Debug, the only one at which the VMM tells the duration of each request. From Warning on, no boot time is told. */
  readonly logLevel?: LogLevel;
}

export const logLevels = ['Error', 'Warning', 'Info', 'Debug'] as const;

/** From which weight on the VMM logs. */
export type LogLevel = (typeof logLevels)[number];

/** How the VMM process is started. */
export type LaunchMode =
  /** The jailer makes the PID namespace (`--new-pid-ns`) and Firecracker is found by its pid file. */
  | 'pid-namespace'
  /** `native/newpid_clone` makes the PID namespace and reports the host pid. */
  | 'clone-helper'
  /** As `pid-namespace`, and the jailer detaches it (`--daemonize`): no console, and start errors leave no text. */
  | 'daemonize'
  /** The jailer becomes Firecracker in this PID namespace: our own child, whose exit status is the VMM's. */
  | 'attached';

export const launchModes = [
  'pid-namespace',
  'clone-helper',
  'daemonize',
  'attached',
] as const satisfies readonly LaunchMode[];
