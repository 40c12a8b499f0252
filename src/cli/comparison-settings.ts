import { BenchError } from '../base/errors.ts';
import { optional } from '../base/optional.ts';
import { comparisonPolicyOf } from '../analysis/gate/comparison-policy.ts';
import { effectivePolicy } from '../analysis/gate/effective-policy.ts';
import type { ComparisonPolicy } from '../analysis/compare/policy.ts';
import type { Sides } from '../analysis/compare/sides.ts';
import type { RunComparison } from '../model/comparison.ts';
import type { GateConfig } from '../model/gate-policy.ts';
import { matchesGlob } from '../model/glob.ts';
import { parseMarginText } from '../model/margin-text.ts';
import { suggest } from '../model/suggest.ts';

/** What the flags of a comparison say. */
export interface ComparisonFlags {
  /** Each as "pattern=margin". */
  readonly margins: readonly string[];
  readonly alpha?: string;
}

/**
 * The policy of `compare`: what a gate's policy gates, or the headlines without one; and beside it what a margin names.
 * @throws BenchError `USAGE`
 */
export function comparisonSettings(
  flags: ComparisonFlags,
  sides: Sides,
  gate: GateConfig = {},
): ComparisonPolicy {
  const seed = seedOf(sides);
  const alpha = flags.alpha === undefined ? gate.alpha : readAlpha(flags.alpha);
  const ofGate = comparisonPolicyOf(effectivePolicy({ ...gate, ...optional('alpha', alpha) }), seed);
  if (flags.margins.length === 0) return ofGate;
  const metrics = Object.fromEntries(flags.margins.map(readMargin));
  const ofFlags = comparisonPolicyOf(effectivePolicy({ metrics }), seed);
  return {
    ...ofGate,
    marginOf: (compared) => (ofFlags.isGated(compared) ? ofFlags : ofGate).marginOf(compared),
    isGated: (compared) => ofFlags.isGated(compared) || ofGate.isGated(compared),
  };
}

/**
 * A margin that no metric has would change nothing without a word.
 * @throws BenchError `USAGE` with the metric that was probably meant
 */
export function requireMargins(
  { margins }: ComparisonFlags,
  { comparisons }: Pick<RunComparison, 'comparisons'>,
): void {
  const known = [...new Set(comparisons.map(({ metric }) => metric.id))];
  for (const text of margins) {
    const [pattern] = readMargin(text);
    if (known.some((id) => matchesGlob(pattern, id))) continue;
    const near = suggest(pattern, known);
    throw new BenchError(
      'USAGE',
      `Cannot apply --margin "${text}": no compared metric matches "${pattern}"`,
      { hint: near === undefined ? 'compare --all lists them' : `Did you mean ${near}?` },
    );
  }
}

/** The seed of the base's plan: the same folders give the same draws. */
export function seedOf({ base }: Sides): number {
  return base.runs[0]?.manifest.plan.seed ?? 0;
}

function readMargin(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  const [pattern, margin] = [text.slice(0, at), text.slice(at + 1)];
  if (at > 0 && parseMarginText(margin) !== undefined) return [pattern, margin];
  throw new BenchError('USAGE', `Cannot read --margin "${text}": a metric and its margin are needed`, {
    hint: 'Write it like "boot.guest=3%", "memory.*=64KiB" or "boot.*=3% & 50us"',
  });
}

function readAlpha(text: string): number {
  const alpha = Number(text);
  if (text.trim() !== '' && alpha > 0 && alpha < 0.5) return alpha;
  throw new BenchError('USAGE', `Cannot read --alpha "${text}": a number above 0 and below 0.5 is needed`);
}
