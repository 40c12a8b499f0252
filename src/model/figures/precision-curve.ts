import type { ComparisonScale } from '../comparison-scale.ts';
import type { PairKey, SeriesKey } from './series-key.ts';

/** The half width of the headline's 95 % interval after so many trials. */
export interface PrecisionPoint {
  /** Of each side. */
  readonly trials: number;
  /** As a share, 0.03 for ± 3 %; or in the metric's unit. */
  readonly halfWidth: number;
}

/** How the headline became known: as a ratio where it is compared, else as a median. */
export interface PrecisionCurve {
  readonly of: ({ readonly kind: 'pair' } & PairKey) | ({ readonly kind: 'series' } & SeriesKey);
  /** Of half widths and margin: shares with `ratio`. */
  readonly scale: ComparisonScale;
  readonly margin: number;
  /** Ascending; the last one is of all trials. Empty where the trials give no interval. */
  readonly points: readonly PrecisionPoint[];
  /** Trials of each side from which on the interval stayed within the margin. */
  readonly enough?: number;
  /** Trials of each side that would be: half widths shrink with the root of the trials. */
  readonly wanted?: number;
}
