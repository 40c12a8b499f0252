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
  readonly installation: Installation;
  readonly jailBase: HostPath;
  readonly native: NativeFiles;
  readonly cgroupMode: CgroupMode;
}

/** Opens the driver with all that it changes on the host; `host` undoes that. */
export function openDriver(parts: DriverParts, host: CleanupStack): VmDriver {
  const { cgroupMode, native, installation, jailBase } = parts;
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
  const hostParts = { cgroupMount, cgroupTree, exitWatch, guestIoTracing };
  return createFirecrackerDriver({ ...native, installation, jailBase, ...hostParts });
}
