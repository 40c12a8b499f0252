import { join } from 'node:path';
import type { CleanupStack } from '../../base/cleanup-stack.ts';
import { hostPath } from '../../model/brands.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { PrepareRequest, RestoreRequest } from '../../model/vm-driver.ts';
import type { FirecrackerDriverOptions } from './driver-options.ts';
import { claimJail, fillJail, placeInJail, removeJail, type JailedFiles } from './jail.ts';
import { jailLayout, type JailLayout } from './jail-layout.ts';
import { fillRamdisk, removeRamdisk } from './ramdisk.ts';

/** Makes and fills the jail of one VM; `cleanup` removes it. */
export function enterJail(
  { installation, jailBase }: Pick<FirecrackerDriverOptions, 'installation' | 'jailBase'>,
  request: PrepareRequest,
  cleanup: CleanupStack,
): { readonly layout: JailLayout; readonly files: JailedFiles } {
  const { firecracker } = installation;
  const layout = jailLayout({ base: jailBase, firecracker, id: request.id });
  claimJail(layout);
  cleanup.defer('remove the jail', () => {
    removeJail(layout);
    request.timeline.endPhase('remove');
  });
  return { layout, files: fillJail(layout, request.spec, request) };
}

/** Awaited only where it is wanted: what has none stays without a wait. */
export async function enterRamdisk(
  layout: JailLayout,
  request: PrepareRequest,
  cleanup: CleanupStack,
): Promise<void> {
  cleanup.defer('unmount the ramdisk', () => removeRamdisk(layout));
  await fillRamdisk(layout, request.spec, request);
}

/** The memory file of a restore through page faults stays outside: only the handler opens it. */
export function placeSnapshot(layout: JailLayout, { snapshot, backend, uid, gid }: RestoreRequest): void {
  const owner = { uid, gid };
  placeInJail({ path: snapshot.vmstate, name: 'vmstate', access: 'read', layout, owner });
  if (backend.kind === 'uffd') return;
  placeInJail({ path: snapshot.memory, name: 'memory', access: 'read', layout, owner });
}

/** The files that are opened for a restore: those in the jail, which may be copies, and the handler's own. */
export function openedFiles(
  { root }: JailLayout,
  { snapshot, backend }: RestoreRequest,
): Pick<Snapshot, 'vmstate' | 'memory'> {
  const memory = backend.kind === 'uffd' ? snapshot.memory : hostPath(join(root, 'memory'));
  return { vmstate: hostPath(join(root, 'vmstate')), memory };
}
