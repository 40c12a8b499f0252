import type { SeenShare } from '../../model/calibration.ts';
import { clopperPearson } from '../../stats/shares.ts';

/** Counts hits among independent comparisons, with the exact interval of their share. */
export function seenShare<T>(all: readonly T[], isHit: (each: T) => boolean): SeenShare {
  const hits = all.filter(isHit).length;
  const { length: count } = all;
  return count === 0 ? { hits, count } : { hits, count, interval: clopperPearson({ hits, count }) };
}

/** The same of comparisons that share trials, as the metrics of one trial do: an interval would be too narrow. */
export function countedShare<T>(all: readonly T[], isHit: (each: T) => boolean): SeenShare {
  return { hits: all.filter(isHit).length, count: all.length };
}
