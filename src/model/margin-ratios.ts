import type { Interval } from './interval.ts';

/** The edges of no change. */
export type MarginEdges = Pick<Interval, 'lower' | 'upper'>;

/**
 * Between which ratios a verdict has no change, by the effective margin of a comparison by ratio: of 1.03 from 0.97 to 1.03. The
 * lower one is 0 where nothing positive is that much less.
 */
export function marginRatios(effectiveMargin: number): MarginEdges {
  return { lower: Math.max(0, 2 - effectiveMargin), upper: effectiveMargin };
}
