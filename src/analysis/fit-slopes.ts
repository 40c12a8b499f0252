import { BenchError } from '../base/errors.ts';
import type { SlopeSummary } from '../model/analysis.ts';
import type { MetricDefinition, SlopeOf } from '../model/metric.ts';
import type { Case, ParameterPoint } from '../model/plan.ts';
import type { RunManifest } from '../model/run.ts';
import type { TrialRecord } from '../model/trial.ts';
import { validTrials } from '../model/invalid-blocks.ts';
import { theilSen, type Point, type Slope } from '../stats/theil-sen.ts';

/** The slopes that benchmarks ask for, in their order; one for which the trials do not suffice is left out. */
export function fitSlopes(manifest: RunManifest, trials: readonly TrialRecord[]): readonly SlopeSummary[] {
  const ok = okTrials(manifest, trials);
  return manifest.benchmarks.flatMap(({ id, metrics, slopes = [] }) => {
    const cases = manifest.plan.cases.filter(({ benchmarkId }) => benchmarkId === id);
    return slopes.flatMap((wanted) => {
      const metric = metrics.find((each) => each.id === wanted.metric);
      if (metric === undefined) return [];
      return groupByOthers(cases, wanted.over).flatMap((group) =>
        manifest.plan.arms.flatMap(({ id: armId }) => {
          const ofArm = ok.filter((trial) => trial.armId === armId);
          return fitGroup(ofArm, { ...group, wanted, metric }).map((fit) => ({
            ...fit,
            benchmarkId: id,
            armId,
          }));
        }),
      );
    });
  });
}

interface Group {
  readonly at: ParameterPoint;
  readonly cases: readonly Case[];
}

function groupByOthers(cases: readonly Case[], over: string): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const each of cases) {
    const at = Object.fromEntries(Object.entries(each.point).filter(([name]) => name !== over));
    const key = JSON.stringify(at);
    groups.set(key, { at, cases: [...(groups.get(key)?.cases ?? []), each] });
  }
  return [...groups.values()];
}

interface WantedFit extends Group {
  readonly wanted: SlopeOf;
  readonly metric: MetricDefinition;
}

function fitGroup(
  trials: readonly TrialRecord[],
  { at, cases, wanted, metric }: WantedFit,
): readonly Omit<SlopeSummary, 'benchmarkId' | 'armId'>[] {
  const points = pointsOf(trials, { cases, wanted });
  const fit = fitPoints(points);
  return fit === undefined ? [] : [{ metric, over: wanted.over, at, count: points.length, ...fit }];
}

/** The points that a slope of the run was fitted to, case by case in the order of the plan. */
export function slopePoints(
  manifest: RunManifest,
  trials: readonly TrialRecord[],
  { benchmarkId, armId, metric, over, at }: SlopeSummary,
): readonly Point[] {
  const cases = manifest.plan.cases.filter((each) => each.benchmarkId === benchmarkId);
  const group = groupByOthers(cases, over).find((each) => JSON.stringify(each.at) === JSON.stringify(at));
  const ofArm = okTrials(manifest, trials).filter((trial) => trial.armId === armId);
  return pointsOf(ofArm, { cases: group?.cases ?? [], wanted: { metric: metric.id, over } });
}

function okTrials(manifest: RunManifest, trials: readonly TrialRecord[]): readonly TrialRecord[] {
  return validTrials(manifest, trials).filter(
    ({ isWarmup, outcome }) => !isWarmup && outcome.status === 'ok',
  );
}

function pointsOf(
  trials: readonly TrialRecord[],
  { cases, wanted }: Pick<WantedFit, 'cases' | 'wanted'>,
): readonly Point[] {
  return cases.flatMap(({ id, point }) => {
    const x = point[wanted.over];
    const ofCase = trials.filter(({ caseId }) => caseId === id);
    return ofCase.flatMap(({ samples }) =>
      pointOf(x, Object.hasOwn(samples, wanted.metric) ? samples[wanted.metric] : undefined),
    );
  });
}

/** Undefined for points that have no slope: one place alone, or values whose difference is no number. */
function fitPoints(points: readonly Point[]): Slope | undefined {
  try {
    return theilSen(points);
  } catch (thrown) {
    if (thrown instanceof BenchError && thrown.code === 'SAMPLE_INVALID') return undefined;
    throw thrown;
  }
}

function pointOf(x: unknown, y: number | undefined): readonly Point[] {
  return typeof x === 'number' && y !== undefined ? [{ x, y }] : [];
}
