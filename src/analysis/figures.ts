import type { RunComparison } from '../model/comparison.ts';
import type { Figures } from '../model/figures.ts';
import type { ReportedRun } from '../model/report.ts';
import { courses } from './figures/courses.ts';
import { cpuCourses } from './figures/cpu-courses.ts';
import { curveGaps } from './figures/curve-gaps.ts';
import { distributions } from './figures/distributions.ts';
import { headlinePairs } from './figures/headline-pairs.ts';
import { headlineValues } from './figures/headline-values.ts';
import { launchCourses } from './figures/launch-courses.ts';
import { phaseChanges } from './figures/phase-changes.ts';
import { precisionCurves } from './figures/precision-curves.ts';
import { quantileShifts } from './figures/quantile-shifts.ts';
import { slopeLines } from './figures/slope-lines.ts';

/** Everything that the pictures of a report need beside summaries and comparison: one line a figure. */
export function figuresOf(runs: readonly ReportedRun[], comparison: RunComparison | undefined): Figures {
  const series = headlineValues(runs);
  const pairs = headlinePairs(runs, comparison);
  return {
    distributions: distributions(series),
    curveGaps: curveGaps(pairs),
    courses: courses(series),
    phaseChanges: phaseChanges(runs, comparison),
    quantileShifts: quantileShifts(pairs),
    slopeLines: slopeLines(runs),
    launchCourses: launchCourses(runs),
    cpuCourses: cpuCourses(runs),
    precisionCurves: precisionCurves(series, pairs),
  };
}
