import type { DriveSpec } from '../../model/device-spec.ts';
import { basename, join } from 'node:path';
import { hostPath, jailPath, type HostPath, type JailPath, type VmId } from '../../model/brands.ts';

/**
 * All paths of one jail, derived from the VM's id alone. The jailer lays it out as
 * `<base>/<name of the binary>/<id>/root` (Firecracker, docs/jailer.md).
 */
export interface JailLayout {
  /** `<base>/<name>/<id>`: removed whole at the end. */
  readonly directory: HostPath;
  /** The jailed process's `/`. */
  readonly root: HostPath;
  readonly runDirectory: HostPath;
  readonly socketName: string;
  readonly pidFile: HostPath;
  /** Log, metrics and console as the host sees them. The console lies outside the root: only the harness has it. */
  readonly log: HostPath;
  readonly metrics: HostPath;
  readonly console: HostPath;
  /** Mount point of the tmpfs for the drives that want one. */
  readonly ramdisk: HostPath;
  /** Comm of the VMM's main thread and name of its binary in the jail. */
  readonly execName: string;
}

/** Parent of every cgroup that the jailer makes for this tool, in each hierarchy. */
export const parentCgroup = 'microvm-bench';

/** The same files as the jailed process sees them. */
export const logPath: JailPath = jailPath('log');
export const metricsPath: JailPath = jailPath('metrics');
export const metadataPath: JailPath = jailPath('metadata');
const ramdiskPath: JailPath = jailPath('ramdisk');

/** A snapshot that the VM writes. A restored VM has its own snapshot beside it, and runs on that. */
export const newSnapshotPaths = {
  vmstate: jailPath('new-vmstate'),
  memory: jailPath('new-memory'),
} as const;

/** Name of a drive's file, in the jail's root or on its ramdisk. */
export function driveName(driveId: string): string {
  return `drive-${driveId}`;
}

/** Where a drive's own file lies for the jailed process. */
export function drivePath({ driveId, placement }: Pick<DriveSpec, 'driveId' | 'placement'>): JailPath {
  const name = driveName(driveId);
  return jailPath(placement === 'ramdisk' ? `${ramdiskPath}/${name}` : name);
}

export function jailLayout(options: {
  readonly base: HostPath;
  readonly firecracker: HostPath;
  readonly id: VmId;
}): JailLayout {
  const execName = basename(options.firecracker);
  const directory = join(options.base, execName, options.id);
  const root = join(directory, 'root');
  return {
    directory: hostPath(directory),
    root: hostPath(root),
    runDirectory: hostPath(join(root, 'run')),
    socketName: 'firecracker.socket',
    pidFile: hostPath(join(root, `${execName}.pid`)),
    log: hostPath(join(root, logPath)),
    metrics: hostPath(join(root, metricsPath)),
    console: hostPath(join(directory, 'console')),
    ramdisk: hostPath(join(root, ramdiskPath)),
    execName,
  };
}
