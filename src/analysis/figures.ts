import type { RunComparison } from '../model/comparison.ts';
import type { Figures } from '../model/figures.ts';
import type { ReportedRun } from '../model/report.ts';
import { courses } from './figures/courses.ts';
import { curveGaps } from './figures/curve-gaps.ts';
import { distributions } from './figures/distributions.ts';
import { headlinePairs } from './figures/headline-pairs.ts';
import { headlineValues } from './figures/headline-values.ts';
import { precisionCurves } from './figures/precision-curves.ts';
import { quantileShifts } from './figures/quantile-shifts.ts';

/** Everything that the pictures of a report need beside summaries and comparison: one line a figure. */
export function figuresOf(runs: readonly ReportedRun[], comparison: RunComparison | undefined): Figures {
  const series = headlineValues(runs);
  const pairs = headlinePairs(runs, comparison);
  return {
    distributions: distributions(series),
    curveGaps: curveGaps(pairs),
    courses: courses(series),
    quantileShifts: quantileShifts(pairs),
    precisionCurves: precisionCurves(series, pairs),
  };
}
