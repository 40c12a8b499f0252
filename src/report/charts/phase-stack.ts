import { wallMetric } from '../../model/phase-metrics.ts';
import { countsText, summaryOf, type Series } from '../series.ts';

/** One phase's share of the mean trial. */
export interface PhaseSegment {
  /** A phase's name, or "unaccounted". */
  readonly phase: string;
  readonly meanUs: number;
  /** Where it begins and ends when the segments are laid end to end. */
  readonly fromUs: number;
  readonly toUs: number;
}

/** The mean trial of one case and arm. */
export interface PhaseStack {
  readonly label: string;
  readonly counts: string;
  readonly totalUs: number;
  readonly segments: readonly PhaseSegment[];
}

/**
 * Lays the mean phases end to end, and after them what is left of the mean wall time, which is measured apart from the
 * phases. A phase that only some trials have counts for its share of all. Undefined when no trial was measured.
 */
export function stackPhases(series: Series): PhaseStack | undefined {
  const wall = summaryOf(series, wallMetric.id);
  if (wall === undefined) return undefined;
  const phases = series.phases.map(({ name, meanNs, count }) => {
    return { phase: name, meanUs: (meanNs / 1000) * (count / wall.count) };
  });
  const phaseSumUs = phases.reduce((sum, { meanUs }) => sum + meanUs, 0);
  let endUs = 0;
  const segments = [...phases, { phase: 'unaccounted', meanUs: wall.mean - phaseSumUs }].map(
    ({ phase, meanUs }): PhaseSegment => {
      const fromUs = endUs;
      endUs += meanUs;
      return { phase, meanUs, fromUs, toUs: endUs };
    },
  );
  return { label: series.label, counts: countsText(series.counts), totalUs: wall.mean, segments };
}
