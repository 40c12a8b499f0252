import type { MoreTrials } from '../../model/comparison.ts';
import { smallestAttainableP } from '../../stats/blocks.ts';
import { normalQuantile } from '../../stats/distributions.ts';
import { minimumDetectableEffect } from '../../stats/minimum-detectable-effect.ts';
import { smallestBlockP } from '../../stats/smallest-p.ts';
import type { CaseTrials, RunTrials } from './gather.ts';
import { wallTimesNs } from '../../model/trial.ts';

/** Chance with which a detectable change is seen. */
export const power = 0.8;

interface Thresholds {
  /** On the scale of the standard error. */
  readonly margin: number;
  readonly alpha: number;
}

/**
 * The smallest true change that is called one with 80 %: significant, (z₁₋α/₂ + z₀.₈) · SE, and beyond the margin,
 * margin + z₀.₈ · SE. One on the margin itself is called in half of the cases, however many trials there are.
 */
export function detectableChange(standardError: number, { margin, alpha }: Thresholds): number {
  const bySignificance = minimumDetectableEffect({ standardError, alpha, power });
  return Math.max(bySignificance, margin + normalQuantile(power) * standardError);
}

/** An undecided comparison, on the additive scale. */
export interface Undecided extends Thresholds {
  /** Of each of the two one-sided tests, which no family shares. */
  readonly equivalenceAlpha: number;
  readonly estimate: number;
  readonly standardError: number;
}

/**
 * By which factor the trials must grow for a decision with 80 %, if the estimate is the truth: within the margin for
 * equivalence, beyond it for a change. Standard errors shrink with the root of the trials.
 */
export function growthForDecision(undecided: Undecided): number {
  const { estimate, standardError, margin, alpha, equivalenceAlpha } = undecided;
  const size = Math.abs(estimate);
  const reach = normalQuantile(power);
  const affordable =
    size < margin
      ? (margin - size) / (normalQuantile(1 - equivalenceAlpha) + reach)
      : Math.min(size / (normalQuantile(1 - alpha / 2) + reach), (size - margin) / reach);
  return affordable <= 0 ? Infinity : Math.max(1, (standardError / affordable) ** 2);
}

/** Blocks of the given shape, or trials a side, from which on p can be as small as α: below, no data could decide. */
export function unitsForSmallestP(
  shape: { readonly base: number; readonly candidate: number } | 'trials',
  alpha: number,
): number {
  for (let count = 1; count < mostUnits; count += 1) {
    const shapes =
      shape === 'trials' ? [{ base: count, candidate: count }] : Array.from({ length: count }, () => shape);
    const smallestP = shape === 'trials' ? smallestAttainableP(shapes) : smallestBlockP(shapes);
    if (smallestP <= alpha) return count;
  }
  return mostUnits;
}

/** 1 + 1 blocks reach p = 1e-30 with a hundred of them. */
const mostUnits = 1000;

/** Values of each side: those that are there and those that would decide. */
export interface ValuesPerSide {
  readonly have: number;
  readonly wanted: number;
}

/**
 * Beside those that are there, of each side, at as many values a trial as so far; with the minutes that they take at the pace
 * of the case.
 */
export function moreTrials({ have, wanted }: ValuesPerSide, trials: CaseTrials): MoreTrials | undefined {
  if (!Number.isFinite(wanted)) return undefined;
  const trialCount = Math.min(countOf(trials.base), countOf(trials.candidate));
  const trialsAValue = have > 0 ? Math.max(1, trialCount / have) : 1;
  const more = Math.max(1, Math.ceil((Math.ceil(wanted) - have) * trialsAValue));
  const pairNs = meanWallNs(trials.base) + meanWallNs(trials.candidate);
  return { trials: more, minutes: (more * pairNs) / 60e9 };
}

function countOf(runs: readonly RunTrials[]): number {
  return runs.reduce((sum, { trials }) => sum + trials.length, 0);
}

function meanWallNs(runs: readonly RunTrials[]): number {
  const walls = runs.flatMap(({ trials }) => wallTimesNs(trials));
  return walls.length === 0 ? 0 : walls.reduce((sum, wallNs) => sum + wallNs, 0) / walls.length;
}
