import { formatCpuList } from '../../host/cpu-list.ts';
import type { HostPath, VmId } from '../../model/brands.ts';
import type { Confinement } from '../../model/placement.ts';
import type { LaunchMode } from '../../model/vm-spec.ts';
import { parentCgroup } from './jail-layout.ts';

export interface JailerCommandOptions {
  readonly id: VmId;
  readonly jailer: HostPath;
  readonly firecracker: HostPath;
  readonly cloneHelper: HostPath;
  readonly jailBase: HostPath;
  readonly uid: number;
  readonly gid: number;
  readonly launch: LaunchMode;
  readonly confinement: Confinement;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** Descriptor on which the clone helper reports the VMM's pid. */
export const cloneHelperPidFd = 3;

/**
 * The whole command line that starts one VMM, as an argument array. Never `--daemonize`: attached output is where
 * every start-up error leaves its text.
 */
export function jailerCommand(options: JailerCommandOptions): Command {
  const jailer: readonly string[] = [
    options.jailer,
    ...['--id', options.id],
    ...['--exec-file', options.firecracker],
    ...['--uid', String(options.uid)],
    ...['--gid', String(options.gid)],
    ...['--chroot-base-dir', options.jailBase],
    ...(options.launch === 'pid-namespace' ? ['--new-pid-ns'] : []),
    ...cgroupArguments(options.confinement),
    '--',
    ...['--log-path', 'log', '--level', 'Debug'],
    ...['--metrics-path', 'metrics'],
    '--boot-timer',
  ];
  const inNamespace =
    options.launch === 'clone-helper' ? withCloneHelper(options.cloneHelper, jailer) : jailer;
  const [file = options.jailer, ...args] = withAffinity(options.confinement, inNamespace);
  return { file, args };
}

/** `--wait`: the helper stays as the VMM's parent and ends with its exit status. */
function withCloneHelper(cloneHelper: HostPath, command: readonly string[]): readonly string[] {
  return [cloneHelper, '--wait', '--pid-fd', String(cloneHelperPidFd), '--', ...command];
}

/** Without a cpuset the whole VM inherits its affinity from the process that starts it. */
function withAffinity(confinement: Confinement, command: readonly string[]): readonly string[] {
  if (confinement.kind !== 'affinity') return command;
  return ['taskset', '-c', formatCpuList(confinement.cpus), ...command];
}

function cgroupArguments(confinement: Confinement): readonly string[] {
  if (confinement.kind === 'affinity') return [];
  return [
    ...['--cgroup-version', confinement.kind === 'cpuset-v1' ? '1' : '2'],
    ...['--parent-cgroup', parentCgroup],
    ...['--cgroup', `cpuset.cpus=${formatCpuList(confinement.cpus)}`],
    // v1 refuses to attach a task to a cpuset that has no memory node.
    ...['--cgroup', `cpuset.mems=${formatCpuList(confinement.mems)}`],
  ];
}
