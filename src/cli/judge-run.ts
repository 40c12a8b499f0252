import { judgeGate } from '../analysis/gate/judge-gate.ts';
import { matchBaseline } from '../analysis/gate/baseline-match.ts';
import { noBaselineGate } from '../analysis/gate/no-baseline.ts';
import { chooseSides, type Sides } from '../analysis/compare/sides.ts';
import { readRun } from '../analysis/read-run.ts';
import { BenchError } from '../base/errors.ts';
import { optional } from '../base/optional.ts';
import { openBaselineStore } from '../harness/baseline-store.ts';
import type { EffectivePolicy, GateVerdict } from '../model/gate-verdict.ts';
import type { RunOrigin } from '../report/gate-provenance.ts';
import { seedOf } from './comparison-settings.ts';
import type { CliContext } from './context.ts';
import { loadSettings } from './load-settings.ts';
import { readOperand, readSides, type SideOptions } from './read-sides.ts';

/** What is judged. */
export interface JudgedOptions extends SideOptions {
  /** Name of the baseline that the one operand is compared with. */
  readonly baseline?: string;
}

export interface JudgedRun {
  readonly verdict: GateVerdict;
  readonly sides: Sides;
  /** The candidate's run folder. */
  readonly folder: string;
  readonly origins: readonly RunOrigin[];
}

/** Reads both sides and judges them. */
export async function judgeRun(
  options: JudgedOptions,
  facts: { readonly policy: EffectivePolicy; readonly tool: string },
  context: CliContext,
): Promise<JudgedRun> {
  const { baseline } = options;
  if (baseline !== undefined) return judgeByBaseline({ ...options, baseline }, facts, context);
  const { sides, candidateFolder } = await readSides(options, context);
  const verdict = judgeGate({ sides, seed: seedOf(sides), ...facts });
  return { verdict, sides, folder: candidateFolder, origins: originsOf(sides) };
}

async function judgeByBaseline(
  options: JudgedOptions & { readonly baseline: string },
  facts: { readonly policy: EffectivePolicy; readonly tool: string },
  context: CliContext,
): Promise<JudgedRun> {
  const { sides, folder } = await readBaselineSides(options, context);
  const { mismatches, findings } = matchSides(sides);
  const origins = originsOf(sides);
  if (mismatches.length > 0) {
    const verdict = noBaselineGate(mismatches, { ...facts, sides, findings });
    return { verdict, sides, folder, origins };
  }
  const judged = judgeGate({ sides, seed: seedOf(sides), ...facts });
  const verdict = { ...judged, findings: [...findings, ...judged.findings] };
  return { verdict, sides, folder, origins };
}

async function readBaselineSides(
  options: JudgedOptions & { readonly baseline: string },
  context: CliContext,
): Promise<{ readonly sides: Sides; readonly folder: string }> {
  const { operands, baseline, base, candidate } = options;
  const [text, other] = operands;
  if (text === undefined || other !== undefined) {
    throw new BenchError('USAGE', `Cannot compare ${operands.length} runs with a baseline: one is needed`, {
      hint: 'Give one run; the baseline is the other side',
    });
  }
  const { operand, folder } = await readOperand(text, options, context);
  const settings = await loadSettings(context, options);
  const located = openBaselineStore(settings.baselines.value).locate(baseline);
  const pinned = { label: baseline, runs: [readRun(located.folder)] };
  const sides = chooseSides([pinned, operand], {
    ...optional('base', base),
    ...optional('candidate', candidate),
  });
  return { sides, folder };
}

/** The runs of a campaign say the same of their machine; it is told once. */
function matchSides({ base, candidates }: Sides): ReturnType<typeof matchBaseline> {
  const matches = base.runs.flatMap((baseRun) =>
    candidates.flatMap(({ runs }) => runs.map((run) => matchBaseline(baseRun.manifest, run.manifest))),
  );
  const findings = matches.flatMap((match) => match.findings);
  return {
    mismatches: [...new Set(matches.flatMap(({ mismatches }) => mismatches))],
    findings: [...new Map(findings.map((finding) => [finding.message, finding])).values()],
  };
}

function originsOf({ base, candidates }: Sides): readonly RunOrigin[] {
  const runs = [base, ...candidates].flatMap((side) => side.runs);
  return runs.map(({ manifest: { runId, host, command } }) => ({
    runId,
    host: host?.identity.hostname ?? 'a host that is not told',
    command,
  }));
}
