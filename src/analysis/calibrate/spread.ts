import type { Comparison } from '../../model/comparison.ts';
import { effectOf } from '../../model/comparison-text.ts';
import { standardErrorOf } from '../../stats/minimum-detectable-effect.ts';

/** On the additive scale: logarithms of a ratio, or the metric's unit. */
export function estimatesOf(comparisons: readonly Comparison[]): readonly number[] {
  return comparisons.flatMap((comparison) => {
    const effect = effectOf(comparison);
    return effect === undefined ? [] : [toAdditive(effect.estimate, comparison)];
  });
}

/** What the width of each comparison's own interval says of its standard error, on the additive scale. */
export function intervalErrorsOf(comparisons: readonly Comparison[]): readonly number[] {
  return comparisons.flatMap((comparison) => {
    const interval = effectOf(comparison)?.interval;
    if (interval === undefined) return [];
    const { coverage } = interval;
    const [lower, upper] = [toAdditive(interval.lower, comparison), toAdditive(interval.upper, comparison)];
    return [standardErrorOf({ lower, upper, coverage })];
  });
}

/** Undefined of no values. Of estimates whose truth is 0 it is their standard error. */
export function rootMeanSquare(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

/** What must be exceeded, on the additive scale. */
export function additiveMargin(comparison: Comparison): number {
  const { effectiveMargin } = comparison;
  return effectiveMargin === undefined ? 0 : toAdditive(effectiveMargin, comparison);
}

function toAdditive(value: number, { scale }: Pick<Comparison, 'scale'>): number {
  return scale === 'ratio' ? Math.log(value) : value;
}

/** Back on the scale that people read. */
export function fromAdditive(value: number, scale: Comparison['scale']): number {
  return scale === 'ratio' ? Math.exp(value) : value;
}
