import { BenchError } from '../../base/errors.ts';
import { openPageCache, type Residency } from '../../host/page-cache.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { SnapshotCache } from '../../model/trial.ts';

/** What a few pages that some reader has just touched, or that the kernel has just taken, make at most. */
const strayShare = 0.01;

/**
 * Puts both files of a snapshot, as the VMM and the page-fault handler will open them, into the page cache or out of it. While some process has them mapped, they stay in it.
 * @throws BenchError `SAMPLE_INVALID` when they are not as they were to be, `COMMAND_FAILED`
 */
export async function placeInPageCache(
  { memory, vmstate }: Pick<Snapshot, 'memory' | 'vmstate'>,
  wanted: SnapshotCache['wanted'],
): Promise<SnapshotCache> {
  const cache = openPageCache();
  for (const path of [vmstate, memory]) {
    if (wanted === 'cold') await cache.evict(path);
    else if (!isWarm(cache.residency(path))) cache.warm(path);
  }
  for (const path of [vmstate, memory]) requireAsWanted(path, { wanted, residency: cache.residency(path) });
  const residency = cache.residency(memory);
  return residency.known ? { wanted, residentShare: residency.share } : { wanted };
}

interface Seen {
  readonly wanted: SnapshotCache['wanted'];
  readonly residency: Residency;
}

function requireAsWanted(path: string, { wanted, residency }: Seen): void {
  if (!residency.known) return;
  const { share } = residency;
  if (wanted === 'cold' ? share <= strayShare : isWarm(residency)) return;
  throw new BenchError(
    'SAMPLE_INVALID',
    `Cannot have the snapshot's "${path}" ${wanted}: ${(100 * share).toFixed(1)} % of it is in the page cache`,
    {
      hint:
        wanted === 'cold'
          ? 'Put the jail base on a filesystem of a disk, and let nothing else map the snapshot'
          : 'Leave the host more free memory',
    },
  );
}

function isWarm(residency: Residency): boolean {
  return residency.known && residency.share >= 1 - strayShare;
}
