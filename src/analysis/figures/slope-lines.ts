import type { SlopeSummary } from '../../model/analysis.ts';
import type { LinePlace, LinePoint, SlopeLine } from '../../model/figures/slope-line.ts';
import type { ReportedRun } from '../../model/report.ts';
import { maximum, median, minimum } from '../../stats/moments.ts';
import { slopePoints } from '../fit-slopes.ts';
import { thin } from '../thin.ts';

/** More dots than this hide each other. */
export const mostDots = 2000;

/** The trials behind each fitted slope, and its line with the band that the slope's own interval (Sen's) draws. */
export function slopeLines(runs: readonly ReportedRun[]): readonly SlopeLine[] {
  return runs.flatMap((run) =>
    run.slopes.map((slope): SlopeLine => {
      const points = slopePoints(run.manifest, run.trials, slope);
      const { kept, oneIn } = thin(points, mostDots);
      return { runLabel: run.label, slope, points: kept, keptOneIn: oneIn, line: lineOf(points, slope) };
    }),
  );
}

function lineOf(points: readonly LinePoint[], { slope, interval }: SlopeSummary): readonly LinePlace[] {
  const xs = points.map(({ x }) => x);
  const middle = { x: median(xs), y: median(points.map(({ y }) => y)) };
  const places = [...new Set([minimum(xs), middle.x, maximum(xs)])];
  return places.map((x): LinePlace => {
    const at = (each: number): number => middle.y + each * (x - middle.x);
    if (interval === undefined) return { x, y: at(slope) };
    const edges = [at(interval.lower), at(interval.upper)];
    return { x, y: at(slope), lower: Math.min(...edges), upper: Math.max(...edges) };
  });
}
