import { optional } from '../base/optional.ts';
import { verdicts, type FailureComparison, type Verdict } from '../model/comparison.ts';
import { failureSentence } from '../model/failure-text.ts';
import type { GatedComparison, GateVerdict, LimitVerdict } from '../model/gate-verdict.ts';

/**
 * What an entry does to the gate, worst first. `blocks`: it is a reason for the status. `let-pass`: bad, but waived or
 * only told. `open`: nothing was proved. `fine`: proved to be no worse.
 */
export const bearings = ['blocks', 'let-pass', 'open', 'fine'] as const;
export type Bearing = (typeof bearings)[number];

/** One thing that a gate has judged, in the one form that all outputs for CI are made from. */
export interface GateEntry {
  readonly caseId: string;
  /** Unique within its case, and the same in every gate of the same policy: no run id is in it. */
  readonly name: string;
  readonly verdict: Verdict;
  readonly bearing: Bearing;
  /** Why something bad does not count: "waived until 2026-12-31 by ops (known)". */
  readonly letPassBy?: string;
  readonly sentence: string;
  readonly source:
    | { readonly kind: 'comparison'; readonly gated: GatedComparison }
    | { readonly kind: 'limit'; readonly limit: LimitVerdict }
    | { readonly kind: 'failures'; readonly failures: FailureComparison };
}

/** Everything that was judged, worst first; failed trials are an entry of every case. */
export function gateEntries(verdict: GateVerdict): readonly GateEntry[] {
  const entries = [
    ...verdict.comparisons.map((gated) => comparisonEntry(gated, verdict)),
    ...verdict.limits.map((limit) => limitEntry(limit, verdict)),
    ...verdict.failures.map((failures) => failureEntry(failures, verdict)),
  ];
  return entries.toSorted((first, second) => rankOf(first) - rankOf(second));
}

function rankOf({ bearing, verdict }: GateEntry): number {
  return bearings.indexOf(bearing) * verdicts.length + verdicts.indexOf(verdict);
}

function comparisonEntry(gated: GatedComparison, verdict: GateVerdict): GateEntry {
  const { caseId, candidateId, metric } = gated.comparison;
  return {
    caseId,
    name: withCandidate(metric.id, candidateId, verdict),
    ...judged(gated, gated.comparison.verdict, verdict),
    sentence: gated.sentence,
    source: { kind: 'comparison', gated },
  };
}

function limitEntry(limit: LimitVerdict, verdict: GateVerdict): GateEntry {
  const { caseId, candidateId, metricId } = limit;
  return {
    caseId,
    name: withCandidate(`limit ${limit.limit} of ${metricId}`, candidateId, verdict),
    ...judged(limit, limit.verdict, verdict),
    sentence: limit.sentence,
    source: { kind: 'limit', limit },
  };
}

/** No policy lets failures pass, and nothing but more of them counts. */
function failureEntry(failures: FailureComparison, verdict: GateVerdict): GateEntry {
  return {
    caseId: failures.caseId,
    name: withCandidate('trial failures', failures.candidateId, verdict),
    verdict: failures.verdict,
    bearing: failures.verdict === 'regressed' ? 'blocks' : 'fine',
    sentence: failureSentence(failures, verdict.candidates),
    source: { kind: 'failures', failures },
  };
}

/** Only several candidates have to be told apart, and those are arms of one run: their ids are no run ids. */
function withCandidate(name: string, candidateId: string, { candidates }: GateVerdict): string {
  return candidates.length > 1 ? `${name} (${candidateId})` : name;
}

function judged(
  { mode, waiver }: Pick<GatedComparison, 'mode' | 'waiver'>,
  verdict: Verdict,
  { policy }: GateVerdict,
): Pick<GateEntry, 'verdict' | 'bearing' | 'letPassBy'> {
  const waived =
    waiver === undefined ? undefined : `waived until ${waiver.until} by ${waiver.owner} (${waiver.reason})`;
  const byMode = mode === 'block' ? undefined : `${mode} only`;
  switch (verdict) {
    case 'regressed': {
      // A waiver is for a known regression and lets nothing else pass.
      const by = waived ?? byMode;
      return { verdict, bearing: by === undefined ? 'blocks' : 'let-pass', ...optional('letPassBy', by) };
    }
    case 'invalid': {
      const by = byMode ?? (policy.invalid === 'pass' ? 'the policy lets invalid data pass' : undefined);
      return { verdict, bearing: by === undefined ? 'blocks' : 'let-pass', ...optional('letPassBy', by) };
    }
    case 'inconclusive':
      return { verdict, bearing: byMode === undefined && policy.inconclusive === 'fail' ? 'blocks' : 'open' };
    case 'improved':
    case 'equivalent':
      return { verdict, bearing: 'fine' };
  }
}
