import type { Finding } from '../model/finding.ts';
import { formatValue, unitLabel } from '../model/format-number.ts';
import type { Unit } from '../model/metric.ts';

/** Values in the order of time that are to stay at or below a limit. */
export interface LimitedSeries {
  /** What it is, at the head of a sentence: "The VMM's own resident memory". */
  readonly what: string;
  readonly unit: Unit;
  readonly values: readonly { readonly atNs: number; readonly value: number }[];
}

/**
 * Judges a series after its VM is gone; no sample is dropped and no trial fails by it. Undefined: none was above. A series
 * without a sample is a finding too: it proves nothing.
 */
export function overThreshold(series: LimitedSeries, limit: number): Finding | undefined {
  const { what, unit, values } = series;
  const inUnit = (value: number): string => `${formatValue(value, unit)} ${unitLabel(unit)}`;
  const rule = 'over-threshold';
  if (values.length === 0) {
    const message = `${what} was never sampled, so that nothing tells whether it was above ${inUnit(limit)}`;
    return { rule, severity: 'error', message, advice: 'Sample more often than the span is long' };
  }
  const above = values.filter(({ value }) => value > limit);
  const [first] = above;
  if (first === undefined) return undefined;
  const highest = above.reduce((greatest, { value }) => Math.max(greatest, value), first.value);
  const message =
    `${what} was above ${inUnit(limit)} in ${above.length} of ${values.length} samples, ` +
    `first ${formatValue(first.atNs / 1e6, 'ms')} ms after the start, at most ${inUnit(highest)}`;
  return { rule, severity: 'warning', message, advice: 'Look at the samples of that moment' };
}
