import type { ArmSummary } from '../../model/analysis.ts';
import type { ComparisonSide, RunComparison } from '../../model/comparison.ts';
import type { PhaseChange, PhaseChangeSide, PhaseStep } from '../../model/figures/phase-change.ts';
import { wallMetric } from '../../model/phase-metrics.ts';
import type { ReportedRun } from '../../model/report.ts';
import { phaseNames } from '../../model/timeline.ts';
import { mean } from '../../stats/moments.ts';
import { sum } from '../../stats/sum.ts';

/**
 * Where the mean trials of candidate and base differ, for each case that both sides have. Means, since those of the phases add
 * up to that of the whole; of several runs the mean of the runs' means. A phase that only some trials have counts
 * for its share of all.
 */
export function phaseChanges(
  runs: readonly ReportedRun[],
  comparison: RunComparison | undefined,
): readonly PhaseChange[] {
  if (comparison === undefined) return [];
  const caseIds = [...new Set(comparison.comparisons.map(({ caseId }) => caseId))];
  return caseIds.flatMap((caseId) => {
    const base = meanTrial(runs, comparison.base, caseId);
    if (base === undefined) return [];
    return comparison.candidates.flatMap((side) => {
      const candidate = meanTrial(runs, side, caseId);
      return candidate === undefined ? [] : [changeOf({ caseId, candidateId: side.id }, base, candidate)];
    });
  });
}

/** The mean trial of a side. */
interface MeanTrial extends PhaseChangeSide {
  /** By phase, in µs. */
  readonly phasesUs: ReadonlyMap<string, number>;
}

function meanTrial(
  runs: readonly ReportedRun[],
  { armId, runIds }: ComparisonSide,
  caseId: string,
): MeanTrial | undefined {
  const means = runs
    .filter(({ manifest }) => runIds.includes(manifest.runId))
    .flatMap(({ cases }) => cases.filter((each) => each.case.id === caseId))
    .flatMap(({ arms }) => arms.filter((arm) => arm.armId === armId))
    .flatMap((arm) => meanTrialOfRun(arm) ?? []);
  if (means.length === 0) return undefined;
  const names = phaseNames.filter((name) => means.some(({ phasesUs }) => phasesUs.has(name)));
  return {
    count: sum(means.map(({ count }) => count)),
    runCount: means.length,
    meanUs: mean(means.map(({ meanUs }) => meanUs)),
    phasesUs: new Map(
      names.map((name) => [name, mean(means.map(({ phasesUs }) => phasesUs.get(name) ?? 0))]),
    ),
  };
}

function meanTrialOfRun({ metrics, phases }: ArmSummary): MeanTrial | undefined {
  const wall = metrics.find(({ metric }) => metric.id === wallMetric.id);
  if (wall === undefined) return undefined;
  const phasesUs = new Map(
    phases.map(({ name, meanNs, count }) => [name, (meanNs / 1000) * (count / wall.count)]),
  );
  return { count: wall.count, runCount: 1, meanUs: wall.mean, phasesUs };
}

function changeOf(
  place: Pick<PhaseChange, 'caseId' | 'candidateId'>,
  base: MeanTrial,
  candidate: MeanTrial,
): PhaseChange {
  const totalUs = candidate.meanUs - base.meanUs;
  const names = phaseNames.filter((name) => base.phasesUs.has(name) || candidate.phasesUs.has(name));
  let endUs = 0;
  const steps = names.map((phase): PhaseStep => {
    const fromUs = endUs;
    const changeUs = (candidate.phasesUs.get(phase) ?? 0) - (base.phasesUs.get(phase) ?? 0);
    endUs += changeUs;
    return { phase, changeUs, fromUs, toUs: endUs };
  });
  // The wall time is measured apart from the phases; what is left ends at the total, and not next to it.
  const rest = { phase: 'unaccounted', changeUs: totalUs - endUs, fromUs: endUs, toUs: totalUs };
  return { ...place, base: sideOf(base), candidate: sideOf(candidate), totalUs, steps: [...steps, rest] };
}

function sideOf({ count, runCount, meanUs }: MeanTrial): PhaseChangeSide {
  return { count, runCount, meanUs };
}
