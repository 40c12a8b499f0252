import type { CpuCourse } from './figures/cpu-course.ts';
import type { CurveGap } from './figures/curve-gap.ts';
import type { Course } from './figures/course.ts';
import type { DistributionFigure } from './figures/distribution.ts';
import type { LaunchCourse } from './figures/launch-course.ts';
import type { PhaseChange } from './figures/phase-change.ts';
import type { PrecisionCurve } from './figures/precision-curve.ts';
import type { QuantileShift } from './figures/quantile-shift.ts';
import type { SlopeLine } from './figures/slope-line.ts';

/** Statistics that only pictures need: found once by the analysis, one line a figure. */
export interface Figures {
  readonly distributions: readonly DistributionFigure[];
  readonly curveGaps: readonly CurveGap[];
  readonly courses: readonly Course[];
  readonly phaseChanges: readonly PhaseChange[];
  readonly quantileShifts: readonly QuantileShift[];
  readonly slopeLines: readonly SlopeLine[];
  readonly launchCourses: readonly LaunchCourse[];
  readonly cpuCourses: readonly CpuCourse[];
  readonly precisionCurves: readonly PrecisionCurve[];
}
