import { thinEvenly } from './thin-evenly.ts';

/**
 * The items of all series, at most so many where that leaves each series its first and its last; between these, as many of
 * each as it has of all, evenly spread.
 */
export function thinSeries<Item>(series: readonly (readonly Item[])[], most: number): readonly Item[] {
  const all = series.flat();
  if (all.length <= most) return all;
  const endCount = series.reduce((sum, one) => sum + countEnds(one), 0);
  const [room, innerCount] = [Math.max(0, most - endCount), Math.max(1, all.length - endCount)];
  return series.flatMap((one) => {
    const ends = countEnds(one);
    return thinEvenly(one, ends + Math.floor(((one.length - ends) * room) / innerCount));
  });
}

function countEnds(series: readonly unknown[]): number {
  return Math.min(2, series.length);
}
