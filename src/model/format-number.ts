/**
 * The one way in which a measured number becomes text for people: sentences call `formatValue`; columns, tables and
 * charts, where numbers are read side by side, `formatScaled` with one scale, and so agree to the digit. `samples.csv`, `summary.csv` and `summary.json`
 * are for programs: they carry that same number in full precision (the shortest text that reads back to it).
 */
import { BenchError } from '../base/errors.ts';
import type { Unit } from './metric.ts';

/** Digits after the point down to which a value of the unit still means something. */
const unitDecimals: Readonly<Record<Unit, number>> = {
  us: 0,
  ms: 3,
  KiB: 0,
  MiB: 1,
  percent: 1,
  count: 0,
};

/** A small value gets further digits until it shows this many. */
const leastSignificantDigits = 3;
const mostDecimals = 6;

const unitLabels: Readonly<Record<Unit, string>> = {
  us: 'µs',
  ms: 'ms',
  KiB: 'KiB',
  MiB: 'MiB',
  percent: '%',
  count: 'count',
};

/**
 * A value in fixed notation without its unit: no exponent, no thousands separator, no trailing zeros, no "-0".
 * Digits before the point are never rounded away: 171 234.6 µs is "171235", 85.25 µs is "85.3", 0.0421 % is "0.0421".
 * @throws BenchError `SAMPLE_INVALID` when the value is not finite
 */
export function formatValue(value: number, unit: Unit): string {
  requireFinite(value, unit);
  const fixed = value.toFixed(decimalsOf(value, unit));
  const shortest = fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
  return shortest === '-0' ? '0' : shortest;
}

/** The unit as people write it: "µs", "%". Files for programs carry the unit's own name. */
export function unitLabel(unit: Unit): string {
  return unitLabels[unit];
}

/** How all numbers of one column, table or chart are printed: one unit and one number of decimals for all of them. */
export interface DisplayScale {
  readonly unit: Unit;
  /** Values are divided by this on the way from the metric's unit. */
  readonly divisor: number;
  readonly decimals: number;
}

const largerUnits: Readonly<Partial<Record<Unit, { readonly unit: Unit; readonly divisor: number }>>> = {
  us: { unit: 'ms', divisor: 1000 },
  KiB: { unit: 'MiB', divisor: 1024 },
};

/** Enough for the smallest value, which is a spread as a rule, to show its size; the largest always shows three. */
const smallestValueDigits = 2;

/**
 * The scale for values that are read side by side: milliseconds where the largest time reaches one, MiB likewise.
 * Decimals follow the smallest value that is not zero, but go no further than `formatValue` does for the largest.
 */
export function displayScale(values: readonly number[], metricUnit: Unit): DisplayScale {
  const sizes = values.map(Math.abs).filter((size) => size > 0);
  const largest = Math.max(...sizes, 0);
  const larger = largerUnits[metricUnit];
  const { unit, divisor } =
    larger !== undefined && largest >= larger.divisor ? larger : { unit: metricUnit, divisor: 1 };
  if (largest === 0) return { unit, divisor, decimals: 0 };
  const finest = decimalsOf(largest / divisor, unit);
  const ofSmallest = smallestValueDigits - 1 - magnitudeOf(Math.min(...sizes) / divisor);
  const ofLargest = leastSignificantDigits - 1 - magnitudeOf(largest / divisor);
  return { unit, divisor, decimals: Math.max(0, Math.min(finest, Math.max(ofSmallest, ofLargest))) };
}

/**
 * A value in the metric's unit as text in the scale's, with the scale's decimals so that columns align: "14.10".
 * @throws BenchError `SAMPLE_INVALID` when the value is not finite
 */
export function formatScaled(value: number, scale: DisplayScale): string {
  requireFinite(value, scale.unit);
  const fixed = (value / scale.divisor).toFixed(scale.decimals);
  return Number(fixed) === 0 ? fixed.replace('-', '') : fixed;
}

function decimalsOf(value: number, unit: Unit): number {
  if (value === 0) return 0;
  const wanted = Math.max(unitDecimals[unit], leastSignificantDigits - 1 - magnitudeOf(value));
  return Math.min(mostDecimals, wanted);
}

/** Power of ten of the first significant digit. */
function magnitudeOf(value: number): number {
  return Math.floor(Math.log10(Math.abs(value)));
}

function requireFinite(value: number, unit: Unit): void {
  if (Number.isFinite(value)) return;
  throw new BenchError('SAMPLE_INVALID', `Cannot print a value in ${unit}: it is ${String(value)}`);
}
