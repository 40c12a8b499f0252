import { chmodSync, chownSync, existsSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeMissingFolders } from '../../base/make-folders.ts';
import { optional } from '../../base/optional.ts';
import { BenchError, errorMessage, systemErrorCode } from '../../base/errors.ts';
import { hostPath, type HostPath } from '../../model/brands.ts';
import type { Snapshot, SnapshotKind } from '../../model/snapshot.ts';
import type { SnapshotInJail } from '../../model/vm.ts';
import { allocatedKib, digestSnapshot } from './digest-snapshot.ts';
import { newSnapshotPaths, type JailLayout } from './jail-layout.ts';

interface WrittenSnapshot {
  readonly kind: SnapshotKind;
  readonly layout: JailLayout;
  readonly facts: Pick<Snapshot, 'spec' | 'firecrackerVersion' | 'guestNetwork'>;
}

/** The two files that Firecracker has just written, owned by the jail's user. */
export function snapshotInJail({ kind, layout, facts }: WrittenSnapshot): SnapshotInJail {
  const vmstate = join(layout.root, newSnapshotPaths.vmstate);
  const memory = join(layout.root, newSnapshotPaths.memory);
  return {
    kind,
    memoryAllocatedKib: allocatedKib(memory),
    async keep(folder, parent): Promise<Snapshot> {
      const kept = {
        vmstate: moveOut(vmstate, folder, 'vmstate'),
        memory: moveOut(memory, folder, 'memory'),
      };
      return { kind, ...kept, digest: await digestSnapshot(kept), ...facts, ...optional('parent', parent) };
    },
  };
}

/** Removes what a failed writing has left of the two files: it would take the room that the VM needs to go on. */
export function removeSnapshotInJail({ root }: JailLayout): void {
  for (const name of Object.values(newSnapshotPaths)) rmSync(join(root, name), { force: true });
}

/** Readable by all and written by nobody: a restore links both files into its jail. */
function moveOut(source: string, folder: HostPath, name: string): HostPath {
  const target = join(folder, name);
  try {
    makeMissingFolders(folder, 0o700);
    renameSync(source, target);
    chownSync(target, 0, 0);
    chmodSync(target, 0o444);
    return hostPath(target);
  } catch (thrown) {
    removeIfEmpty(folder);
    const isElsewhere = systemErrorCode(thrown) === 'EXDEV';
    throw new BenchError('JAIL_FAILED', `Cannot move the snapshot to "${target}": ${errorMessage(thrown)}`, {
      cause: thrown,
      ...(isElsewhere ? { hint: 'The folder must lie on the filesystem of the jail base' } : {}),
    });
  }
}

function removeIfEmpty(folder: HostPath): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}
