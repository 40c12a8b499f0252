import type { CurveGap } from './figures/curve-gap.ts';
import type { Course } from './figures/course.ts';
import type { DistributionFigure } from './figures/distribution.ts';
import type { PrecisionCurve } from './figures/precision-curve.ts';
import type { QuantileShift } from './figures/quantile-shift.ts';

/** Statistics of the headlines that only pictures need: found once by the analysis, one line a figure. */
export interface Figures {
  readonly distributions: readonly DistributionFigure[];
  readonly curveGaps: readonly CurveGap[];
  readonly courses: readonly Course[];
  readonly quantileShifts: readonly QuantileShift[];
  readonly precisionCurves: readonly PrecisionCurve[];
}
