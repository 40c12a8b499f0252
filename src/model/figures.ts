import type { CpuCourse } from './figures/cpu-course.ts';
import type { LaunchCourse } from './figures/launch-course.ts';
import type { PhaseChange } from './figures/phase-change.ts';
import type { SlopeLine } from './figures/slope-line.ts';

/** Statistics that only pictures need: everything else that a chart shows is in the analysis itself. */
export interface Figures {
  readonly phaseChanges: readonly PhaseChange[];
  readonly slopeLines: readonly SlopeLine[];
  readonly launchCourses: readonly LaunchCourse[];
  readonly cpuCourses: readonly CpuCourse[];
}
