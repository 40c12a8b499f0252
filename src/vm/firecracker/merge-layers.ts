import { chmodSync, copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '../../base/errors.ts';
import { runCommand } from '../../host/run-command.ts';
import { hostPath, type HostPath } from '../../model/brands.ts';
import type { Snapshot } from '../../model/snapshot.ts';

export interface MergeOptions {
  /** `native/merge_memory`. */
  readonly tool: HostPath;
  /** Made here; holds the merged snapshot's two files. */
  readonly folder: HostPath;
  readonly timeoutMs: number;
}

/**
 * Lays a chain of diffs over the full snapshot at its bottom, oldest first, so that the result can be restored by itself.
 * Holes stay holes. The layers are left as they are.
 * @throws BenchError `SPEC_INVALID` for a chain without a full snapshot; `COMMAND_FAILED`
 */
export async function mergeLayers(snapshot: Snapshot, options: MergeOptions): Promise<Snapshot> {
  const { tool, folder, timeoutMs } = options;
  const [bottom, ...diffs] = layersOf(snapshot);
  if (bottom?.kind !== 'full') {
    throw new BenchError('SPEC_INVALID', `Cannot merge "${snapshot.memory}": no full snapshot lies under it`);
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
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
  return { ...facts, kind: 'full', vmstate, memory };
}

/** The full snapshot first, the newest diff last. */
function layersOf(snapshot: Snapshot): readonly Snapshot[] {
  return snapshot.parent === undefined ? [snapshot] : [...layersOf(snapshot.parent), snapshot];
}
