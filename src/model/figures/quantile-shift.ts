import type { ComparisonScale } from '../comparison-scale.ts';
import type { ComparisonUnit } from '../comparison.ts';
import type { PairKey } from './series-key.ts';

/** How far the candidate is from the base at one quantile: as a ratio, or in the metric's unit. */
export interface ShiftPoint {
  readonly probability: number;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** The shift of each decile with its band, or why there is none. */
export type QuantileShift = PairKey &
  (
    | {
        readonly kind: 'curve';
        readonly scale: ComparisonScale;
        readonly points: readonly ShiftPoint[];
        /** What was drawn with replacement. */
        readonly unit: Exclude<ComparisonUnit, 'run'>;
        readonly unitCount: number;
        readonly draws: number;
        readonly seed: number;
        /** Of no change on both sides: as ratios, or in the metric's unit. */
        readonly margin: { readonly lower: number; readonly upper: number };
      }
    | { readonly kind: 'absent'; readonly reason: string }
  );
