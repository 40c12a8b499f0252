import type { Comparison } from '../../model/comparison.ts';
import { byGravity, comparisonSentence } from '../../model/comparison-text.ts';
import type { FreshVerdict, GatedComparison, GateVerdict, LimitVerdict } from '../../model/gate-verdict.ts';
import { compareSides } from '../compare/compare-sides.ts';
import type { Side, Sides } from '../compare/sides.ts';
import type { RunRecords } from '../run-facts.ts';
import { comparisonPolicyOf } from './comparison-policy.ts';
import { decide, isBlocking } from './judge-gate.ts';
import { judgeLimits } from './judge-limits.ts';

/** The cases of which a metric or a limit would stop the build. */
export function casesToConfirm({ comparisons, limits }: GateVerdict): readonly string[] {
  const compared = comparisons.filter(isAsked).map(({ comparison }) => comparison.caseId);
  const limited = limits.filter(isAsked).map(({ caseId }) => caseId);
  return [...new Set([...compared, ...limited])];
}

export interface ConfirmInput {
  readonly first: GateVerdict;
  readonly firstRunId: string;
  /** Of the same arms, with fresh trials of `casesToConfirm(first)`. */
  readonly fresh: RunRecords;
}

/**
 * Lets a blocking regression stand only where fresh trials, judged alone, show it again: at α, by Holm over what is asked again.
 * What is not shown again becomes inconclusive. That a case fails more often in the fresh run counts as in the first.
 */
export function confirmGate({ first, firstRunId, fresh }: ConfirmInput): GateVerdict {
  const { policy, candidates, unmatched, findings } = first;
  const sides = freshSides(first, fresh);
  const judged = judgeFresh(first, sides, fresh.manifest.plan.seed);
  const { runId } = fresh.manifest;
  const confirmed = first.comparisons.map((each) =>
    confirmComparison(each, { comparisons: judged.comparisons, runId, alpha: policy.alpha }),
  );
  const comparisons = inGravity(confirmed);
  const freshLimits = judgeLimits(sides, policy);
  const limits = first.limits.map((each) => confirmLimit(each, freshLimits, runId));
  const worse = judged.failures.filter(({ verdict }) => verdict === 'regressed');
  const failures = [...first.failures, ...worse];
  const asked = [...comparisons, ...limits].filter(({ fresh: again }) => again !== undefined);
  return {
    ...first,
    ...decide({ candidates, comparisons, limits, failures, unmatched, findings, policy }),
    confirmation: {
      firstRunId,
      runId,
      trials: fresh.manifest.plan.trialsPerCase,
      caseIds: fresh.manifest.plan.cases.map(({ id }) => id),
      asked: asked.length,
      confirmed: asked.filter((each) => each.fresh?.verdict === 'regressed').length,
    },
    comparisons,
    limits,
    failures,
  };
}

type Judged = GatedComparison | LimitVerdict;

function isAsked(each: Judged): boolean {
  const verdict = 'comparison' in each ? each.comparison.verdict : each.verdict;
  return isBlocking(each, verdict) && verdict === 'regressed';
}

/** The arms that the first verdict is about, as they are in the fresh run. */
function freshSides({ base, candidates }: GateVerdict, fresh: RunRecords): Sides {
  const sideOf = ({ id, armId }: Pick<Side, 'id' | 'armId'>): Side => ({ id, armId, runs: [fresh] });
  return { base: sideOf(base ?? { id: 'base', armId: 'base' }), candidates: candidates.map(sideOf) };
}

function judgeFresh(
  { policy, comparisons }: GateVerdict,
  sides: Sides,
  seed: number,
): Pick<ReturnType<typeof compareSides>, 'comparisons' | 'failures'> {
  const asked = comparisons.filter(isAsked).map(({ comparison }) => comparison);
  return compareSides(sides, {
    ...comparisonPolicyOf(policy, seed),
    isGated: ({ metric, caseId }) =>
      asked.some((each) => each.metric.id === metric.id && each.caseId === caseId),
  });
}

interface Again {
  readonly comparisons: readonly Comparison[];
  readonly runId: string;
  readonly alpha: number;
}

function confirmComparison(
  gated: GatedComparison,
  { comparisons: again, runId, alpha }: Again,
): GatedComparison {
  const { comparison } = gated;
  if (!isAsked(gated)) return gated;
  const found = again.find(
    ({ metric, caseId, candidateId }) =>
      metric.id === comparison.metric.id &&
      caseId === comparison.caseId &&
      candidateId === comparison.candidateId,
  );
  const fresh: FreshVerdict =
    found === undefined
      ? { runId, verdict: 'invalid', sentence: 'no fresh trial has a value of it' }
      : { runId, verdict: found.verdict, sentence: comparisonSentence(found, alpha) };
  return { ...gated, ...confirmedAs(gated, fresh), comparison: withFresh(comparison, fresh), fresh };
}

function withFresh(comparison: Comparison, { verdict, runId }: FreshVerdict): Comparison {
  const holds = verdict === 'regressed';
  const step = {
    check: 'confirmed',
    saw: `${verdict} in the fresh trials of ${runId}`,
    needed: 'regressed in fresh trials as well',
    holds,
  };
  const steps = [...comparison.steps, step];
  return holds ? { ...comparison, steps } : { ...comparison, verdict: 'inconclusive', steps };
}

function confirmedAs(
  { sentence }: Judged,
  { verdict, runId, sentence: again }: FreshVerdict,
): Pick<Judged, 'sentence'> {
  const how = verdict === 'regressed' ? 'confirmed' : 'not confirmed';
  return { sentence: `${sentence}; ${how} by ${runId}: ${again}` };
}

function confirmLimit(
  limit: LimitVerdict,
  again: readonly Omit<LimitVerdict, 'waiver'>[],
  runId: string,
): LimitVerdict {
  if (!isAsked(limit)) return limit;
  const found = again.find(
    (each) =>
      each.limit === limit.limit &&
      each.caseId === limit.caseId &&
      each.candidateId === limit.candidateId &&
      each.metricId === limit.metricId,
  );
  const fresh: FreshVerdict = {
    runId,
    verdict: found?.verdict ?? 'invalid',
    sentence: found?.sentence ?? 'no fresh trial has a value of it',
  };
  const verdict = fresh.verdict === 'regressed' ? limit.verdict : 'inconclusive';
  return { ...limit, ...confirmedAs(limit, fresh), verdict, fresh };
}

function inGravity(gated: readonly GatedComparison[]): readonly GatedComparison[] {
  const order = byGravity(gated.map(({ comparison }) => comparison));
  return gated.toSorted((a, b) => order.indexOf(a.comparison) - order.indexOf(b.comparison));
}
