import { formatCpuList } from '../../host/cpu-list.ts';
import type { HostPath, VmId } from '../../model/brands.ts';
import type { Confinement } from '../../model/placement.ts';
import type { JailSpec, LaunchMode, VmSpec } from '../../model/vm-spec.ts';
import { logPath, metadataPath, metricsPath, parentCgroup } from './jail-layout.ts';
import { supports, type Dialect } from './versions.ts';

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
  readonly dialect: Dialect;
  readonly jail?: JailSpec;
  /** What of the VM is told by the command line. */
  readonly spec?: Pick<VmSpec, 'metadataFile'>;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** Descriptor on which the clone helper reports the VMM's pid. */
export const cloneHelperPidFd = 3;

/**
 * The whole command line that starts one VMM, as an argument array. By default not daemonized: attached output is
 * where every start-up error leaves its text.
 */
export function jailerCommand(options: JailerCommandOptions): Command {
  const jailer: readonly string[] = [
    options.jailer,
    ...['--id', options.id],
    ...['--exec-file', options.firecracker],
    ...['--uid', String(options.uid)],
    ...['--gid', String(options.gid)],
    ...['--chroot-base-dir', options.jailBase],
    ...launchArguments(options.launch),
    ...jailArguments(options.jail ?? {}),
    ...cgroupArguments(options.confinement, options.jail ?? {}),
    '--',
    ...firecrackerArguments(options),
  ];
  const inNamespace =
    options.launch === 'clone-helper' ? withCloneHelper(options.cloneHelper, jailer) : jailer;
  const [file = options.jailer, ...args] = withAffinity(options.confinement, inNamespace);
  return { file, args };
}

/** The clone helper makes the namespace itself; attached there is none. */
function launchArguments(launch: LaunchMode): readonly string[] {
  switch (launch) {
    case 'pid-namespace':
      return ['--new-pid-ns'];
    case 'daemonize':
      return ['--daemonize', '--new-pid-ns'];
    case 'clone-helper':
    case 'attached':
      return [];
  }
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

function firecrackerArguments({ dialect, jail, spec }: JailerCommandOptions): readonly string[] {
  return [
    ...['--log-path', logPath, '--level', jail?.logLevel ?? 'Debug'],
    // Before 1.2 a request tells it.
    ...(supports(dialect, 'metricsPathFlag') ? ['--metrics-path', metricsPath] : []),
    '--boot-timer',
    ...(spec?.metadataFile === undefined ? [] : ['--metadata', metadataPath]),
    ...(jail?.firecrackerArguments ?? []),
  ];
}

function jailArguments({ networkNamespace, resourceLimits = {} }: JailSpec): readonly string[] {
  const { fsizeBytes, noFile } = resourceLimits;
  return [
    ...(networkNamespace === undefined ? [] : ['--netns', networkNamespace]),
    ...(fsizeBytes === undefined ? [] : ['--resource-limit', `fsize=${fsizeBytes}`]),
    ...(noFile === undefined ? [] : ['--resource-limit', `no-file=${noFile}`]),
  ];
}

function cgroupArguments(confinement: Confinement, jail: JailSpec): readonly string[] {
  const settings = [
    ...cpusetSettings(confinement),
    ...(jail.cgroups?.settings ?? []).map(({ file, value }) => `${file}=${value}`),
  ];
  if (settings.length === 0) return [];
  const version = confinement.kind === 'affinity' ? jail.cgroups?.version : cpusetVersion(confinement);
  return [
    ...['--cgroup-version', String(version)],
    ...['--parent-cgroup', jail.parentCgroup ?? parentCgroup],
    ...settings.flatMap((setting) => ['--cgroup', setting]),
  ];
}

/** v1 refuses to attach a task to a cpuset that has no memory node. */
function cpusetSettings(confinement: Confinement): readonly string[] {
  if (confinement.kind === 'affinity') return [];
  return [`cpuset.cpus=${formatCpuList(confinement.cpus)}`, `cpuset.mems=${formatCpuList(confinement.mems)}`];
}

function cpusetVersion({ kind }: Exclude<Confinement, { kind: 'affinity' }>): 1 | 2 {
  return kind === 'cpuset-v1' ? 1 : 2;
}
