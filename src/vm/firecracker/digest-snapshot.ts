import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { HostPath } from '../../model/brands.ts';
import type { Snapshot, SnapshotDigest } from '../../model/snapshot.ts';
import { allocatedKib } from './snapshot-in-jail.ts';

/** Reads both files whole: some seconds a GiB, and it fills the page cache with them. */
export async function digestSnapshot({ vmstate, memory }: Snapshot): Promise<SnapshotDigest> {
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
