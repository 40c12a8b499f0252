import type { PairKey } from './series-key.ts';

/** Where the distribution functions of two sides are farthest apart. */
export interface CurveGap extends PairKey {
  /** In the metric's unit. */
  readonly at: number;
  /** Shares of the values that are at most `at`. */
  readonly baseShare: number;
  readonly candidateShare: number;
}
