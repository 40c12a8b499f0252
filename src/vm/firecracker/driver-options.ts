import type { CgroupTree } from '../../host/cgroup-tree.ts';
import type { GuestIoTracing } from '../../host/guest-io-tracing.ts';
import type { ExitWatch } from '../../host/process-exit.ts';
import type { HostPath } from '../../model/brands.ts';
import type { Installation } from './installation.ts';

export interface FirecrackerDriverOptions {
  readonly installation: Installation;
  readonly jailBase: HostPath;
  readonly cloneHelper: HostPath;
  readonly uffdHandler: HostPath;
  readonly threadSampler: HostPath;
  readonly mergeMemory: HostPath;
  /** Mount point of the cpuset hierarchy; unused where CPUs are held by affinity alone. */
  readonly cgroupMount: string;
  /** Puts the parents of the VMs' cgroups back; whoever opens the driver disposes of it. */
  readonly cgroupTree: Pick<CgroupTree, 'note'>;
  readonly exitWatch: ExitWatch;
  readonly guestIoTracing: GuestIoTracing;
  /** Where claims on subnets are kept; by default where all harnesses of this host keep theirs. */
  readonly subnetDirectory?: string;
}
