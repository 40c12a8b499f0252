import type { MetricDefinition } from './metric.ts';

/** How two sides of a metric are set against each other. */
export type ComparisonScale = 'ratio' | 'difference';

/**
 * Shares are compared by points: from 1 % to 2 % is no doubling of anything. Zeros have no logarithm.
 * @param values of both sides
 */
export function comparisonScale(
  { kind }: Pick<MetricDefinition, 'kind'>,
  values: readonly number[],
): ComparisonScale {
  return kind !== 'share' && values.every((value) => value > 0) ? 'ratio' : 'difference';
}
