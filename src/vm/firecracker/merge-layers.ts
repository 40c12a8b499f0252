import { chmodSync, copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '../../base/errors.ts';
import { makeFolders } from '../../base/make-folders.ts';
import { runCommand } from '../../host/run-command.ts';
import { hostPath, type HostPath } from '../../model/brands.ts';
import type { SnapshotMerge } from '../../model/vm-driver.ts';
import { digestSnapshot } from './digest-snapshot.ts';
import type { Snapshot } from '../../model/snapshot.ts';

/** Of a disk that takes 20 MB a second, 2 GiB a layer. */
const timeoutMs = 100_000;

/**
 * Lays a chain of diffs over the full snapshot at its bottom, oldest first, so that the result can be restored by itself.
 * Holes stay holes. The layers are left as they are.
 * @param tool `native/merge_memory`
 * @throws BenchError `SNAPSHOT_INVALID` for a chain without a full snapshot; `RESULTS_NOT_WRITABLE`,
 * `COMMAND_FAILED`
 */
export async function mergeLayers({ snapshot, folder }: SnapshotMerge, tool: HostPath): Promise<Snapshot> {
  const [bottom, ...diffs] = layersOf(snapshot);
  if (bottom?.kind !== 'full') {
    throw new BenchError(
      'SNAPSHOT_INVALID',
      `Cannot merge "${snapshot.memory}": no full snapshot lies under it`,
    );
  }
  makeFolders(folder, { mode: 0o700, hint: 'Choose a folder that can be written' });
  let memory = bottom.memory;
  for (const [index, diff] of diffs.entries()) {
    const merged = hostPath(join(folder, index === diffs.length - 1 ? 'memory' : `memory.${index}`));
    await runCommand(tool, [memory, diff.memory, merged], { timeoutMs });
    if (memory !== bottom.memory) rmSync(memory);
    memory = merged;
  }
  const vmstate = hostPath(join(folder, 'vmstate'));
  copyFileSync(snapshot.vmstate, vmstate);
  // As those of any kept snapshot: a restore links both into its jail.
  if (memory !== bottom.memory) chmodSync(memory, 0o444);
  chmodSync(vmstate, 0o444);
  const { kind: _kind, parent: _parent, ...facts } = snapshot;
  return { ...facts, kind: 'full', vmstate, memory, digest: await digestSnapshot({ vmstate, memory }) };
}

/** The full snapshot first, the newest diff last. */
function layersOf(snapshot: Snapshot): readonly Snapshot[] {
  return snapshot.parent === undefined ? [snapshot] : [...layersOf(snapshot.parent), snapshot];
}
