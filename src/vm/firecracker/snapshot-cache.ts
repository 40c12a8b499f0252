import { BenchError } from '../../base/errors.ts';
import { openPageCache, type Residency } from '../../host/page-cache.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { SnapshotCache } from '../../model/trial.ts';

/** What a few pages that some reader has just touched make at most. */
const coldShare = 0.01;

/**
 * Puts both files of a snapshot into the page cache or out of it. While some process has them mapped, they stay in it.
 * @throws BenchError `SAMPLE_INVALID` when they are not as they were to be, `COMMAND_FAILED`
 */
export async function placeInPageCache(
  { memory, vmstate }: Snapshot,
  wanted: SnapshotCache['wanted'],
): Promise<SnapshotCache> {
  const cache = openPageCache();
  for (const path of [vmstate, memory]) {
    if (wanted === 'cold') await cache.evict(path);
    else if (!isWarm(cache.residency(path))) cache.warm(path);
  }
  const residency = cache.residency(memory);
  if (!residency.known) return { wanted };
  const { share } = residency;
  const isAsWanted = wanted === 'cold' ? share <= coldShare : isWarm(residency);
  if (isAsWanted) return { wanted, residentShare: share };
  throw new BenchError(
    'SAMPLE_INVALID',
    `Cannot have the snapshot "${memory}" ${wanted}: ${(100 * share).toFixed(1)} % of it is in the page cache`,
    {
      hint:
        wanted === 'cold'
          ? 'Put the jail base on a filesystem of a disk, and let nothing else map the snapshot'
          : 'Leave the host more free memory',
    },
  );
}

function isWarm(residency: Residency): boolean {
  return residency.known && residency.share === 1;
}
