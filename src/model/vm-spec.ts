import type { HostPath } from './brands.ts';

export interface DriveSpec {
  readonly driveId: string;
  readonly path: HostPath;
  readonly isRootDevice: boolean;
  readonly isReadOnly: boolean;
}

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
}

/** How the VMM process is started. */
export type LaunchMode =
  /** The jailer makes the PID namespace (`--new-pid-ns`) and Firecracker is found by its pid file. */
  | 'pid-namespace'
  /** `native/newpid_clone` makes the PID namespace and reports the host pid. */
  | 'clone-helper';

export const launchModes: readonly LaunchMode[] = ['pid-namespace', 'clone-helper'];
