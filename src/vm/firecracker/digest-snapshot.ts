import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { BenchError, errorMessage } from '../../base/errors.ts';
import type { HostPath } from '../../model/brands.ts';
import type { Snapshot, SnapshotDigest } from '../../model/snapshot.ts';

type SnapshotFiles = Pick<Snapshot, 'vmstate' | 'memory'>;

/**
 * Reads both files whole: some seconds a GiB, and it fills the page cache with them.
 * @throws BenchError `SNAPSHOT_INVALID`
 */
export async function digestSnapshot({ vmstate, memory }: SnapshotFiles): Promise<SnapshotDigest> {
  const memoryAllocatedKib = allocatedKib(memory);
  const [vmstateSha256, memorySha256] = [await sha256(vmstate), await sha256(memory)];
  return { vmstateSha256, memorySha256, memoryAllocatedKib };
}

async function sha256(path: HostPath): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (thrown) {
    const text = `Cannot read the snapshot's "${path}": ${errorMessage(thrown)}`;
    throw new BenchError('SNAPSHOT_INVALID', text, { cause: thrown });
  }
  return hash.digest('hex');
}

/** What a file takes on disk; blocks are counted in 512 bytes (stat(2)). */
export function allocatedKib(path: string): number {
  return (statSync(path).blocks * 512) / 1024;
}
