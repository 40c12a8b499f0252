import type { Finding } from '../../model/finding.ts';
import { verdictFormatVersion, type EffectivePolicy, type GateVerdict } from '../../model/gate-verdict.ts';
import type { Side, Sides } from '../compare/sides.ts';
import type { ComparisonSide } from '../../model/comparison.ts';
import { exitCodeOfStatus } from './judge-gate.ts';

/** The verdict of a run whose baseline is of another machine: nothing was compared, and nothing passes. */
export function noBaselineGate(
  mismatches: readonly string[],
  facts: {
    readonly sides: Sides;
    readonly policy: EffectivePolicy;
    readonly tool: string;
    readonly findings: readonly Finding[];
  },
): GateVerdict {
  const { base, candidates } = facts.sides;
  const noun = mismatches.length === 1 ? 'fact' : 'facts';
  return {
    format: verdictFormatVersion,
    tool: facts.tool,
    status: 'no-baseline',
    exitCode: exitCodeOfStatus['no-baseline'],
    summary: `no-baseline: ${mismatches.length} ${noun} of the machine differ`,
    reasons: mismatches,
    otherReasons: mismatches,
    base: sideOf(base),
    candidates: candidates.map(sideOf),
    policy: facts.policy,
    comparisons: [],
    limits: [],
    failures: [],
    unmatched: [],
    findings: facts.findings,
  };
}

function sideOf({ id, armId, runs }: Side): ComparisonSide {
  return { id, armId, runIds: runs.map(({ manifest }) => manifest.runId) };
}
