import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { HostPath } from '../../model/brands.ts';
import type { Snapshot, SnapshotDigest } from '../../model/snapshot.ts';

type SnapshotFiles = Pick<Snapshot, 'vmstate' | 'memory'>;

/** Reads both files whole: some seconds a GiB, and it fills the page cache with them. */
export async function digestSnapshot({ vmstate, memory }: SnapshotFiles): Promise<SnapshotDigest> {
  return {
    vmstateSha256: await sha256(vmstate),
    memorySha256: await sha256(memory),
    memoryAllocatedKib: allocatedKib(memory),
  };
}

async function sha256(path: HostPath): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** What a file takes on disk; blocks are counted in 512 bytes (stat(2)). */
export function allocatedKib(path: string): number {
  return (statSync(path).blocks * 512) / 1024;
}
