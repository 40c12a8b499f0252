import { basename, join } from 'node:path';
import { hostPath, type HostPath, type VmId } from '../../model/brands.ts';
import type { Confinement } from '../../model/placement.ts';

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
  /** Comm of the VMM's main thread and name of its binary in the jail. */
  readonly execName: string;
}

/** Parent of every cgroup that the jailer makes for this tool, in each hierarchy. */
export const parentCgroup = 'microvm-bench';

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
    log: hostPath(join(root, 'log')),
    metrics: hostPath(join(root, 'metrics')),
    console: hostPath(join(directory, 'console')),
    execName,
  };
}

/** The cgroup directories that the jailer makes for one VM: none where CPUs are held by affinity alone. */
export function jailCgroups(options: {
  readonly confinement: Confinement;
  readonly cgroupMount: string;
  readonly id: VmId;
}): readonly string[] {
  if (options.confinement.kind === 'affinity') return [];
  return [join(options.cgroupMount, parentCgroup, options.id)];
}
