import { optional } from '../../base/optional.ts';
import type { Finding } from '../../model/finding.ts';
import { countOf } from '../wording.ts';
import { gatherCase, metricsOfCase, mustBeThere, valuesOf, type CaseTrials } from './gather.ts';
import { disturbedRuns } from './invalid-reasons.ts';
import type { ComparisonPolicy } from './policy.ts';
import type { Side } from './sides.ts';

/** One case that base and candidate have. */
export interface MatchedCase {
  readonly base: Side;
  readonly candidateSide: Side;
  readonly candidateId: string;
  readonly trials: CaseTrials;
  /** What the benchmark asks for, as the base declares it. */
  readonly headline?: string;
  /** Why no metric of it is to be trusted. */
  readonly disturbed: readonly string[];
}

export interface PairedCases {
  readonly matched: readonly MatchedCase[];
  /** Cases and gated metrics that one side has alone, a sentence each. */
  readonly unmatched: readonly string[];
  readonly findings: readonly Finding[];
}

/** What can be compared of two sides, and what cannot since one side has it alone. */
export function pairCases(
  base: Side,
  candidate: Side,
  { isGated }: Pick<ComparisonPolicy, 'isGated'>,
): PairedCases {
  const ofBase = caseIdsOf(base);
  const ofCandidate = caseIdsOf(candidate);
  const disturbed = disturbedRuns([base, candidate]);
  const matched = ofBase
    .filter((id) => ofCandidate.includes(id))
    .map((id) => ({
      base,
      candidateSide: candidate,
      candidateId: candidate.id,
      trials: gatherCase(id, { base, candidate }),
      ...optional('headline', headlineOf(base, id)),
      disturbed,
    }));
  const added = matched.map((each) => addedMetrics(each, isGated));
  return {
    matched,
    unmatched: [
      ...ofBase.filter((id) => !ofCandidate.includes(id)).map((id) => `case ${id} is in ${base.id} alone`),
      ...ofCandidate
        .filter((id) => !ofBase.includes(id))
        .map((id) => `case ${id} is in ${candidate.id} alone`),
      ...added.flatMap(({ gated }) => gated),
    ],
    findings: [
      ...unpairedRuns(base, candidate),
      ...unpairedRuns(candidate, base),
      ...added.flatMap(({ findings }) => findings),
    ],
  };
}

function caseIdsOf({ runs }: Side): readonly string[] {
  return [...new Set(runs.flatMap(({ manifest }) => manifest.plan.cases.map(({ id }) => id)))];
}

function headlineOf({ runs }: Side, caseId: string): string | undefined {
  for (const { manifest } of runs) {
    const benchmarkId = manifest.plan.cases.find(({ id }) => id === caseId)?.benchmarkId;
    const benchmark = manifest.benchmarks.find(({ id }) => id === benchmarkId);
    if (benchmark !== undefined) return benchmark.headline;
  }
  return undefined;
}

/** Metrics with values that the candidate alone declares: of the gated ones no verdict can be had, the others are told. */
function addedMetrics(
  { base, candidateSide, trials }: MatchedCase,
  isGated: ComparisonPolicy['isGated'],
): { readonly gated: readonly string[]; readonly findings: readonly Finding[] } {
  const { caseId } = trials;
  const known = new Set(metricsOfCase(base, caseId).map(({ id }) => id));
  const headline = headlineOf(candidateSide, caseId);
  const added = metricsOfCase(candidateSide, caseId)
    .filter(({ id }) => !known.has(id))
    .map((metric) => ({
      metric,
      isWanted: isGated({ metric, caseId, isHeadline: metric.id === headline }),
      hasValues: valuesOf(metric, trials).candidate.flat().length > 0,
    }));
  const wanted = added.filter((each) => each.isWanted && (each.hasValues || mustBeThere(each.metric)));
  const others = added.filter((each) => !each.isWanted && each.hasValues);
  const sentence = `${candidateSide.id} has metrics of ${caseId} that ${base.id} does not have`;
  return {
    gated: wanted.map(({ metric }) => `metric ${metric.id} of ${caseId} is in ${candidateSide.id} alone`),
    findings:
      others.length === 0
        ? []
        : [
            {
              rule: 'metrics-of-one-side',
              severity: 'note',
              message: `${sentence}: ${others.map(({ metric }) => metric.id).join(', ')}`,
              advice: 'Measure the base with the same definition to compare them',
            },
          ],
  };
}

/** Beside runs that hold both sides, one that holds one alone has no block to be paired with. */
function unpairedRuns(side: Side, other: Side): readonly Finding[] {
  const idsOfOther = new Set(other.runs.map(({ manifest }) => manifest.runId));
  const ids = side.runs.map(({ manifest }) => manifest.runId);
  const alone = ids.filter((id) => !idsOfOther.has(id));
  if (alone.length === 0 || alone.length === ids.length) return [];
  const verb = alone.length === 1 ? 'holds' : 'hold';
  const are = alone.length === 1 ? 'is' : 'are';
  return [
    {
      rule: 'runs-of-one-side',
      severity: 'warning',
      message:
        `${countOf(alone.length, 'run')} of ${side.id} ${verb} nothing of ${other.id} and ${are} left out of ` +
        `what is compared: ${alone.join(', ')}`,
      advice: 'Give runs that hold both sides, or runs that hold one each, but not both kinds',
    },
  ];
}
