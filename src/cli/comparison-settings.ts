import { BenchError } from '../base/errors.ts';
import { comparisonPolicyOf } from '../analysis/gate/comparison-policy.ts';
import { effectivePolicy } from '../analysis/gate/effective-policy.ts';
import type { ComparisonPolicy } from '../analysis/compare/policy.ts';
import type { Sides } from '../analysis/compare/sides.ts';
import { parseMarginText } from '../model/margin-text.ts';

/** What the flags of a comparison say. */
export interface ComparisonFlags {
  /** Each as "pattern=margin". */
  readonly margins: readonly string[];
  readonly alpha?: string;
}

/**
 * The policy of `compare`: headlines are gated, and so is what a margin names.
 * @throws BenchError `USAGE`
 */
export function comparisonSettings(flags: ComparisonFlags, sides: Sides): ComparisonPolicy {
  const metrics = Object.fromEntries(flags.margins.map(readMargin));
  const alpha = flags.alpha === undefined ? undefined : readAlpha(flags.alpha);
  const policy = effectivePolicy({ ...(alpha === undefined ? {} : { alpha }), metrics });
  return comparisonPolicyOf(policy, seedOf(sides));
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
