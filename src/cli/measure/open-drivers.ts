import type { CleanupStack } from '../../base/cleanup-stack.ts';
import type { CgroupMode } from '../../host/cgroup-mode.ts';
import { openCgroupTree } from '../../host/cgroup-tree.ts';
import { createGuestIoTracing } from '../../host/guest-io-tracing.ts';
import { openExitWatch } from '../../host/process-exit.ts';
import type { HostPath } from '../../model/brands.ts';
import type { VmDriver } from '../../model/vm-driver.ts';
import { createFirecrackerDriver } from '../../vm/firecracker/driver.ts';
import type { Installation } from '../../vm/firecracker/installation.ts';
import type { NativeFiles } from './plan-run.ts';

export interface DriverParts {
  readonly jailBase: HostPath;
  readonly native: NativeFiles;
  readonly cgroupMode: CgroupMode;
}

/** The driver of an installation: one for all arms that have it. */
export type DriverOf = (installation: Installation) => VmDriver;

/** Opens, once for all drivers, what they change on the host; `host` undoes that. */
export function openDrivers({ cgroupMode, native, jailBase }: DriverParts, host: CleanupStack): DriverOf {
  const cgroupTree = openCgroupTree();
  host.defer('restore the cgroup tree', () => {
    cgroupTree[Symbol.dispose]();
  });
  const guestIoTracing = host.use('leave tracefs as it was', createGuestIoTracing());
  const exitWatch = openExitWatch();
  host.defer('stop watching for ended processes', () => {
    exitWatch.reap();
    exitWatch[Symbol.dispose]();
  });
  const cgroupMount = cgroupMode.kind === 'none' ? '' : cgroupMode.mount;
  const shared = { ...native, jailBase, cgroupMount, cgroupTree, exitWatch, guestIoTracing };
  const drivers = new Map<Installation, VmDriver>();
  return (installation) => {
    const driver = drivers.get(installation) ?? createFirecrackerDriver({ ...shared, installation });
    drivers.set(installation, driver);
    return driver;
  };
}
