import type { Comparison, ComparisonSide, FailureComparison, Verdict } from './comparison.ts';
import type { Finding } from './finding.ts';
import type { GateMode, Waiver } from './gate-policy.ts';
import type { Unit } from './metric.ts';

/** Version of `verdict.json`. The major grows when an old reader would misread a new file. */
export const verdictFormatVersion = '1.2';

/** What a gate comes to, with the exit status that says the same. */
export const gateStatuses = [
  'passed',
  'regressed',
  'failures',
  'invalid',
  'inconclusive',
  'no-baseline',
  'error',
] as const;
/** `error`: the gate itself could not be asked, so that nothing was judged. */
export type GateStatus = (typeof gateStatuses)[number];

/** The effective policy, every default filled in. */
export interface EffectivePolicy {
  readonly alpha: number;
  readonly metrics: readonly {
    readonly pattern: string;
    readonly cases: string;
    readonly margin: string;
    readonly mode: GateMode;
  }[];
  readonly limits: readonly { readonly limit: string; readonly cases: string; readonly mode: GateMode }[];
  readonly waivers: readonly Waiver[];
  readonly inconclusive: 'pass' | 'fail';
  readonly invalid: 'pass' | 'fail';
}

/** What fresh trials said of a regression that would have stopped the build. */
export interface FreshVerdict {
  /** The run of the fresh trials. */
  readonly runId: string;
  /** On the fresh trials alone; a regression stands only where this is one too. */
  readonly verdict: Verdict;
  /** What happened there, one sentence with its numbers. */
  readonly sentence: string;
}

/** The run that was made because the first one would have stopped the build. */
export interface GateConfirmation {
  readonly firstRunId: string;
  readonly runId: string;
  /** Of each case and arm. */
  readonly trials: number;
  readonly caseIds: readonly string[];
  /** Blocking regressions of the first run, and those of them that stand. */
  readonly asked: number;
  readonly confirmed: number;
}

/** One gated comparison with what the policy makes of it. */
export interface GatedComparison {
  readonly mode: GateMode;
  /** The waiver that lets it pass, where one does. */
  readonly waiver?: Waiver;
  /** What happened, one sentence with its numbers, and with the candidate's name where there are several. */
  readonly sentence: string;
  readonly comparison: Comparison;
  /** Where it was measured once more. */
  readonly fresh?: FreshVerdict;
}

/** One limit on one case of one candidate. */
export interface LimitVerdict {
  readonly limit: string;
  readonly caseId: string;
  readonly candidateId: string;
  readonly metricId: string;
  readonly unit: Unit;
  readonly mode: GateMode;
  readonly waiver?: Waiver;
  /** In the metric's unit. */
  readonly value: number;
  /** Values on the good side of it. */
  readonly hits: number;
  readonly count: number;
  /** `equivalent`: kept, proved at α; `regressed`: broken, proved at α. */
  readonly verdict: Verdict;
  /** As of a comparison. */
  readonly sentence: string;
  /** Where it was measured once more. */
  readonly fresh?: FreshVerdict;
}

/** `verdict.json`: what a CI job reads. Its absence is a failure. */
export interface GateVerdict {
  readonly format: string;
  readonly tool: string;
  readonly status: GateStatus;
  readonly exitCode: number;
  /** One sentence. */
  readonly summary: string;
  /** Everything that led to the status, worst first; empty where it passed. */
  readonly reasons: readonly string[];
  /** Those of `reasons` that no comparison, limit or share of failed trials tells. */
  readonly otherReasons: readonly string[];
  readonly base?: ComparisonSide;
  readonly candidates: readonly ComparisonSide[];
  readonly policy: EffectivePolicy;
  /** Where `--confirm` measured once more. */
  readonly confirmation?: GateConfirmation;
  /** Worst first. */
  readonly comparisons: readonly GatedComparison[];
  readonly limits: readonly LimitVerdict[];
  readonly failures: readonly FailureComparison[];
  readonly unmatched: readonly string[];
  readonly findings: readonly Finding[];
}
