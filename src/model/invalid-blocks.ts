import type { Block, Plan } from './plan.ts';
import type { TrialRecord } from './trial.ts';
import { brokenRules } from './validity.ts';

/** A block that was disturbed: all its trials, of every arm, are kept and in no statistic. */
export interface InvalidBlock {
  readonly index: number;
  readonly caseId: string;
  /** Metrics of the broken rules. */
  readonly broken: readonly string[];
}

/** One block may be invalid in any run, else a tenth. */
export function mostInvalidOf(blocks: readonly Block[]): number {
  return Math.max(1, Math.floor(blocks.filter(({ isWarmup }) => !isWarmup).length / 10));
}

/** The blocks of a run in which some trial breaks a rule of its plan, in their order; a warm-up is none. */
export function invalidBlocks(
  { plan }: { readonly plan: Pick<Plan, 'validity'> },
  trials: readonly TrialRecord[],
): readonly InvalidBlock[] {
  const rules = plan.validity?.rules ?? [];
  if (rules.length === 0) return [];
  const found = new Map<number, InvalidBlock>();
  for (const trial of trials) {
    const broken = trial.isWarmup ? [] : brokenRules(trial, rules);
    if (broken.length === 0) continue;
    const before = found.get(trial.block)?.broken ?? [];
    const all = [...new Set([...before, ...broken])];
    found.set(trial.block, { index: trial.block, caseId: trial.caseId, broken: all });
  }
  return [...found.values()].toSorted((a, b) => a.index - b.index);
}

/** The trials of no invalid block: those that statistics are made of. */
export function validTrials(
  manifest: { readonly plan: Pick<Plan, 'validity'> },
  trials: readonly TrialRecord[],
): readonly TrialRecord[] {
  const invalid = new Set(invalidBlocks(manifest, trials).map(({ index }) => index));
  return invalid.size === 0 ? trials : trials.filter(({ block }) => !invalid.has(block));
}
