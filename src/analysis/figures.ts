import type { RunComparison } from '../model/comparison.ts';
import type { Figures } from '../model/figures.ts';
import type { ReportedRun } from '../model/report.ts';
import { cpuCourses } from './figures/cpu-courses.ts';
import { launchCourses } from './figures/launch-courses.ts';
import { phaseChanges } from './figures/phase-changes.ts';
import { slopeLines } from './figures/slope-lines.ts';

/** What pictures of the runs need beside the analysis, a line a figure. */
export function figuresOf(runs: readonly ReportedRun[], comparison: RunComparison | undefined): Figures {
  return {
    phaseChanges: phaseChanges(runs, comparison),
    slopeLines: slopeLines(runs),
    launchCourses: launchCourses(runs),
    cpuCourses: cpuCourses(runs),
  };
}
