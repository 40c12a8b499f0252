import { optional } from '../../base/optional.ts';
import type {
  Comparison,
  ComparisonSide,
  FailureComparison,
  MetricFamily,
  RunComparison,
  SignificanceTest,
} from '../../model/comparison.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import { benjaminiHochberg, holm } from '../../stats/multiplicity.ts';
import { bySeverity } from '../findings.ts';
import { alphaOfSides, areLookedAt } from './alpha-of-sides.ts';
import { compareFailures } from './compare-failures.ts';
import { comparisonFindings } from './comparison-findings.ts';
import { comparisonMethods } from './comparison-methods.ts';
import { createEffects } from './effect.ts';
import { metricsOfCase, mustBeThere, valuesOf } from './gather.ts';
import { invalidReasons } from './invalid-reasons.ts';
import { judge } from './judge.ts';
import { measureMetric, type MeasuredMetric, type MeasureOptions } from './measure-metric.ts';
import { pairCases, type MatchedCase } from './pair-cases.ts';
import type { ComparedMetric, ComparisonPolicy } from './policy.ts';
import type { Side, Sides } from './sides.ts';
import { createTest, exploredDraws, gatedDraws, type TestUnits } from './significance.ts';
import { compareTail } from './tail.ts';
import { unitsOf } from './units.ts';

/**
 * Compares every metric of every case that the sides share: a pure function of the journals, the policy and its seed.
 * Effects and p values are found metric by metric, adjusted family by family, and judged last.
 */
export function compareSides(sides: Sides, policy: ComparisonPolicy): RunComparison {
  const judgedAlpha = alphaOfSides(sides, policy.alpha);
  const options = { seed: policy.seed, isLookedAt: areLookedAt(sides) };
  const tests = {
    gated: createTest({ ...options, draws: gatedDraws }),
    explored: createTest({ ...options, draws: exploredDraws }),
  };
  const pairs = sides.candidates.map((candidate) => pairCases(sides.base, candidate, policy));
  const cases = pairs.flatMap(({ matched }) => matched);
  const failures = compareFailures(cases, policy.alpha);
  const effects = createEffects();
  const tools = { tests, effects, policy, judgedAlpha };
  const measured = cases.flatMap((each) => measureCase(each, tools));
  const adjusted = adjustAll(measured);
  return {
    base: sideFacts(sides.base),
    candidates: sides.candidates.map(sideFacts),
    alpha: policy.alpha,
    seed: policy.seed,
    comparisons: measured.map((each, index) => finish(each, { test: adjusted[index], failures, policy })),
    failures,
    unmatched: pairs.flatMap(({ unmatched }) => unmatched),
    findings: bySeverity([...comparisonFindings(sides), ...pairs.flatMap(({ findings }) => findings)]),
    methods: comparisonMethods({ ...policy, judgedAlpha }),
  };
}

function sideFacts({ id, armId, runs }: Side): ComparisonSide {
  return { id, armId, runIds: runs.map(({ manifest }) => manifest.runId) };
}

interface MeasuredCaseMetric extends ComparedMetric {
  readonly of: MatchedCase;
  readonly measured: MeasuredMetric;
  readonly isGated: boolean;
  /** α; of the gated family what looks have left of it. */
  readonly judgedAlpha: number;
  readonly candidateMetric?: MetricDefinition;
  readonly tail?: Comparison['tail'];
}

interface MeasureCaseOptions extends Pick<MeasureOptions, 'effects'> {
  readonly tests: Readonly<Record<MetricFamily, TestUnits>>;
  readonly policy: ComparisonPolicy;
  readonly judgedAlpha: number;
}

function measureCase(
  of: MatchedCase,
  { tests, effects, policy, judgedAlpha: ofGated }: MeasureCaseOptions,
): readonly MeasuredCaseMetric[] {
  const { caseId } = of.trials;
  const candidates = metricsOfCase(of.candidateSide, caseId);
  return metricsOfCase(of.base, caseId).flatMap((metric) => {
    const compared = { metric, caseId, isHeadline: metric.id === of.headline };
    if (policy.isCompared?.(compared) === false) return [];
    const values = valuesOf(metric, of.trials);
    const isGated = policy.isGated(compared);
    const hasNone = values.base.every(isEmpty) && values.candidate.every(isEmpty);
    if (hasNone && !(isGated && mustBeThere(metric))) return [];
    const judgedAlpha = isGated ? ofGated : policy.alpha;
    const levels = { alpha: policy.alpha, judgedAlpha };
    return [
      {
        ...compared,
        of,
        isGated,
        judgedAlpha,
        measured: measureMetric(values, { levels, effects, test: isGated ? tests.gated : tests.explored }),
        ...optional(
          'candidateMetric',
          candidates.find(({ id }) => id === metric.id),
        ),
        ...optional('tail', isGated ? compareTail(unitsOf(values)) : undefined),
      },
    ];
  });
}

function isEmpty(values: readonly number[]): boolean {
  return values.length === 0;
}

/** The gated family by Holm, so that one wrong call in it is as rare as α; the rest by Benjamini and Hochberg. */
function adjustAll(measured: readonly MeasuredCaseMetric[]): readonly (SignificanceTest | undefined)[] {
  const tested = measured.filter((each) => each.measured.test !== undefined);
  const gated = tested.filter(({ isGated }) => isGated);
  const explored = tested.filter(({ isGated }) => !isGated);
  const rawOf = (list: readonly MeasuredCaseMetric[]): readonly number[] =>
    list.map((each) => each.measured.test?.p ?? 1);
  const adjusted = new Map([
    ...holm(rawOf(gated)).map((p, index) => [gated[index], p] as const),
    ...benjaminiHochberg(rawOf(explored)).map((p, index) => [explored[index], p] as const),
  ]);
  return measured.map((each) => {
    const { test } = each.measured;
    if (test === undefined) return undefined;
    return {
      ...test,
      adjustedP: adjusted.get(each) ?? 1,
      family: each.isGated ? 'gated' : 'explored',
      familySize: each.isGated ? gated.length : explored.length,
      alpha: each.judgedAlpha,
    };
  });
}

interface FinishOptions {
  readonly test: SignificanceTest | undefined;
  readonly failures: readonly FailureComparison[];
  readonly policy: ComparisonPolicy;
}

function finish(each: MeasuredCaseMetric, { test, failures, policy }: FinishOptions): Comparison {
  const { of, measured, tail } = each;
  const { trials, candidateId } = of;
  const { caseId } = trials;
  const failure = failures.find((one) => one.caseId === caseId && one.candidateId === candidateId);
  const { disturbed } = of;
  const invalid = invalidReasons({
    ...each,
    disturbed,
    ...optional('failure', failure),
    alpha: policy.alpha,
  });
  const margin = policy.marginOf(each);
  const facts = judge({
    measured,
    ...optional('test', test),
    margin,
    alpha: policy.alpha,
    judgedAlpha: each.judgedAlpha,
    invalid,
    trials,
  });
  const { metric, base, candidate, unit, unitCount, scale, ratio, difference, runs } = measured;
  return {
    caseId,
    candidateId,
    metric,
    isGated: each.isGated,
    base,
    candidate,
    unit,
    unitCount,
    scale,
    ...optional('ratio', ratio),
    ...optional('difference', difference),
    ...optional('test', test),
    ...optional('tail', tail),
    ...optional('runs', runs),
    ...facts,
  };
}
