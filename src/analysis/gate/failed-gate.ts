import { BenchError, errorMessage } from '../../base/errors.ts';
import { verdictFormatVersion, type EffectivePolicy, type GateVerdict } from '../../model/gate-verdict.ts';

/** The verdict of a gate that could not be asked: nothing was judged, and nothing passes. */
export function failedGate(
  thrown: unknown,
  facts: { readonly policy: EffectivePolicy; readonly tool: string; readonly exitCode: number },
): GateVerdict {
  const reason = errorMessage(thrown);
  const status = isWithoutBaseline(thrown) ? 'no-baseline' : 'error';
  return {
    format: verdictFormatVersion,
    tool: facts.tool,
    status,
    exitCode: facts.exitCode,
    summary: `${status}: ${reason}`,
    reasons: [reason],
    otherReasons: [reason],
    candidates: [],
    policy: facts.policy,
    comparisons: [],
    limits: [],
    failures: [],
    unmatched: [],
    findings: [],
  };
}

function isWithoutBaseline(thrown: unknown): boolean {
  return thrown instanceof BenchError && thrown.code === 'BASELINE_NOT_FOUND';
}
