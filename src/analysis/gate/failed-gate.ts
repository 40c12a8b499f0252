import { errorMessage } from '../../base/errors.ts';
import { verdictFormatVersion, type EffectivePolicy, type GateVerdict } from '../../model/gate-verdict.ts';

/** The verdict of a gate that could not be asked: nothing was judged, and nothing passes. */
export function failedGate(
  thrown: unknown,
  facts: { readonly policy: EffectivePolicy; readonly tool: string; readonly exitCode: number },
): GateVerdict {
  const reason = errorMessage(thrown);
  return {
    format: verdictFormatVersion,
    tool: facts.tool,
    status: 'error',
    exitCode: facts.exitCode,
    summary: `error: ${reason}`,
    reasons: [reason],
    candidates: [],
    policy: facts.policy,
    comparisons: [],
    limits: [],
    failures: [],
    unmatched: [],
    findings: [],
  };
}
