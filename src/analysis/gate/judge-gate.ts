import { optional } from '../../base/optional.ts';
import { verdicts, type Comparison, type RunComparison } from '../../model/comparison.ts';
import type { Waiver } from '../../model/gate-policy.ts';
import {
  verdictFormatVersion,
  type EffectivePolicy,
  type GatedComparison,
  type GateStatus,
  type GateVerdict,
  type LimitVerdict,
} from '../../model/gate-verdict.ts';
import { failureSentence } from '../../model/failure-text.ts';
import { matchesGlob } from '../../model/glob.ts';
import { compareSides } from '../compare/compare-sides.ts';
import { byGravity, sentenceWithin } from '../../model/comparison-text.ts';
import type { Sides } from '../compare/sides.ts';
import { comparisonPolicyOf } from './comparison-policy.ts';
import { requireMatches, ruleFor } from './effective-policy.ts';
import { judgeLimits } from './judge-limits.ts';

export interface GateInput {
  readonly sides: Sides;
  readonly policy: EffectivePolicy;
  readonly seed: number;
  /** Version of the tool that judges. */
  readonly tool: string;
}

/**
 * Compares and judges by a policy. What is let pass by a waiver is judged by the day on which the run began, not by
 * today's, so that the same folder gives the same verdict for ever.
 * @throws BenchError `CONFIG_INVALID` for a pattern that matches nothing and for a unit of another dimension
 */
export function judgeGate({ sides, policy, seed, tool }: GateInput): GateVerdict {
  const comparison = compareSides(sides, comparisonPolicyOf(policy, seed));
  const startedAt = latestStart(sides);
  const gated = byGravity(comparison.comparisons.filter(({ isGated }) => isGated));
  const { base, candidates, failures, unmatched, findings } = comparison;
  const comparisons = gated.map((each) => gateComparison(each, { policy, startedAt, candidates }));
  const judgedLimits = judgeLimits(sides, policy);
  requireMatches(policy, { known: [...comparedMetrics(comparison), ...judgedLimits], unmatched });
  const limits = judgedLimits.map((each) => withWaiver(each, { policy, startedAt }));
  const outcome = decide({ candidates, comparisons, limits, failures, unmatched, findings, policy });
  return {
    format: verdictFormatVersion,
    tool,
    ...outcome,
    base,
    candidates,
    policy,
    comparisons,
    limits,
    failures,
    unmatched,
    findings,
  };
}

function comparedMetrics({ comparisons }: RunComparison): Parameters<typeof requireMatches>[1]['known'] {
  return comparisons.map(({ metric, caseId }) => ({ metricId: metric.id, caseId }));
}

/**
 * Of the candidates' latest run: an old one beside it must not keep a waiver alive. By a run that does not tell when it
 * began no waiver with an end holds: the text is past all dates.
 */
function latestStart({ candidates }: Sides): string {
  const starts = candidates.flatMap(({ runs }) =>
    runs.map(({ manifest }) => manifest.startedAt ?? 'not told'),
  );
  return starts.toSorted().at(-1) ?? '';
}

interface WaiverOptions {
  readonly policy: EffectivePolicy;
  readonly startedAt: string;
}

interface GatingOptions extends WaiverOptions, Pick<RunComparison, 'candidates'> {}

function gateComparison(comparison: Comparison, options: GatingOptions): GatedComparison {
  const { metric, caseId } = comparison;
  const rule = ruleFor(options.policy, { metric, caseId, isHeadline: true });
  return {
    mode: rule?.mode ?? 'block',
    ...optional('waiver', waiverFor(metric.id, { ...options, caseId })),
    sentence: sentenceWithin(comparison, { ...options, alpha: options.policy.alpha }),
    comparison,
  };
}

function withWaiver(limit: LimitVerdict, options: WaiverOptions): LimitVerdict {
  const { metricId, caseId } = limit;
  return { ...limit, ...optional('waiver', waiverFor(metricId, { ...options, caseId })) };
}

function waiverFor(
  metricId: string,
  { policy, startedAt, caseId }: WaiverOptions & { readonly caseId: string },
): Waiver | undefined {
  return policy.waivers.find(
    ({ metric, cases = '*', until }) =>
      startedAt.slice(0, until.length) < until && matchesGlob(metric, metricId) && matchesGlob(cases, caseId),
  );
}

/** All that a status is made of. */
export type Evidence = Pick<
  GateVerdict,
  'candidates' | 'comparisons' | 'limits' | 'failures' | 'unmatched' | 'findings' | 'policy'
>;

/** The exit status of each way to end; `docs/ci.md` has them for people. */
export const exitCodeOfStatus: Readonly<Record<Exclude<GateStatus, 'error'>, number>> = {
  passed: 0,
  regressed: 10,
  inconclusive: 11,
  invalid: 12,
  'no-baseline': 13,
  failures: 14,
};

/** What a gate comes to, and why. */
export type Outcome = Pick<GateVerdict, 'status' | 'exitCode' | 'summary' | 'reasons' | 'otherReasons'>;

/** The status: in the order in which one outweighs the other: what is proved before what could not be asked. */
export function decide(evidence: Evidence): Outcome {
  const { policy } = evidence;
  const otherReasons = policy.invalid === 'pass' ? [] : untrusted(evidence);
  const found: readonly (readonly [Exclude<GateStatus, 'error'>, readonly string[]])[] = [
    ['regressed', blocking(evidence, 'regressed')],
    ['failures', failureSentences(evidence)],
    ['invalid', policy.invalid === 'pass' ? [] : [...blocking(evidence, 'invalid'), ...otherReasons]],
    ['inconclusive', policy.inconclusive === 'pass' ? [] : blocking(evidence, 'inconclusive')],
  ];
  const worst = found.find(([, sentences]) => sentences.length > 0);
  const status = worst?.[0] ?? 'passed';
  const reasons = found.flatMap(([, sentences]) => sentences);
  const summary = summaryOf(status, evidence);
  return { status, exitCode: exitCodeOfStatus[status], summary, reasons, otherReasons };
}

function blocking({ comparisons, limits }: Evidence, verdict: Comparison['verdict']): readonly string[] {
  return [
    ...comparisons.filter((each) => isBlocking(each, verdict) && each.comparison.verdict === verdict),
    ...limits.filter((each) => isBlocking(each, verdict) && each.verdict === verdict),
  ].map(({ sentence }) => sentence);
}

/** Whether a bad verdict of it stops the build. A waiver is for a known regression and lets nothing else pass. */
export function isBlocking(
  { mode, waiver }: Pick<GatedComparison, 'mode' | 'waiver'>,
  verdict: Comparison['verdict'],
): boolean {
  return mode === 'block' && (waiver === undefined || verdict !== 'regressed');
}

function failureSentences({ failures, candidates }: Evidence): readonly string[] {
  return failures
    .filter(({ verdict }) => verdict === 'regressed')
    .map((each) => failureSentence(each, candidates));
}

/** An empty family, a case that only one side has, and a run that must not be trusted are no passes. */
function untrusted({ comparisons, limits, unmatched, findings }: Evidence): readonly string[] {
  const isEmpty = comparisons.length === 0 && limits.length === 0;
  return [
    ...unmatched,
    ...findings.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    ...(isEmpty ? ['nothing was compared: no gated metric has values on both sides'] : []),
  ];
}

function summaryOf(status: GateStatus, { comparisons, limits }: Evidence): string {
  const total = comparisons.length + limits.length;
  const count = (verdict: Comparison['verdict']): number =>
    comparisons.filter((each) => each.comparison.verdict === verdict).length +
    limits.filter((each) => each.verdict === verdict).length;
  const tally = verdicts
    .filter((verdict) => count(verdict) > 0)
    .map((verdict) => `${count(verdict)} ${verdict}`)
    .join(', ');
  return `${status}: ${tally === '' ? 'nothing' : tally} of ${total} gated`;
}
