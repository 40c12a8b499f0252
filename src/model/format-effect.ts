import { formatValue, unitLabel } from './format-number.ts';
import type { Comparison } from './comparison.ts';
import type { Unit } from './metric.ts';

/** The scale of an effect with the unit that differences have. */
export interface EffectScale {
  readonly scale: Comparison['scale'];
  readonly unit: Unit;
}

/** A change with its sign: "+3.4 %" of a ratio 1.034, "-12 KiB" of a difference. No change is "0 %". */
export function formatChange(value: number, { scale, unit }: EffectScale): string {
  if (scale === 'ratio') return `${signed((value - 1) * 100, formatPercent)} %`;
  return withUnit(
    signed(value, (size) => formatValue(size, unit)),
    unit,
  );
}

/** A size without a sign: "3 %" of 1.03, "12 KiB". */
export function formatSize(value: number, { scale, unit }: EffectScale): string {
  if (scale === 'ratio') return `${trimZeros(formatPercent((value - 1) * 100))} %`;
  return withUnit(formatValue(value, unit), unit);
}

/**
 * "0.0042", "< 1e-9": a p is never 0.
 * @param threshold what it is judged by: no rounding takes it to the other side
 */
export function formatP(p: number, threshold?: number): string {
  const text = shortP(p);
  if (threshold === undefined || side(Number(text), threshold) === side(p, threshold)) return text;
  const digits = [2, 3, 4, 5, 6, 8, 10, 12, 15].map((count) => p.toPrecision(count));
  const exact = digits.find((each) => side(Number(each), threshold) === side(p, threshold)) ?? String(p);
  return p < 0.00001
    ? Number(exact)
        .toExponential()
        .replace(/^(\d)e/, '$1.0e')
    : exact;
}

function shortP(p: number): string {
  if (p < 1e-9) return '< 1e-9';
  if (p < 0.0001) return p.toExponential(1);
  return trimZeros(p.toFixed(p < 0.01 ? 4 : 3));
}

function side(value: number, threshold: number): number {
  return Math.sign(value - threshold);
}

/** A count stands alone; a difference of two percentages is told in points. */
function withUnit(text: string, unit: Unit): string {
  if (unit === 'count') return text;
  return `${text} ${unit === 'percent' ? 'points' : unitLabel(unit)}`;
}

function signed(value: number, format: (size: number) => string): string {
  const text = format(Math.abs(value));
  if (Number(text) === 0) return '0';
  return `${value < 0 ? '-' : '+'}${text}`;
}

/** One decimal, two below 1 %, none from 100 % on: what a reader can tell apart. */
function formatPercent(percent: number): string {
  if (percent >= 99.95) return percent.toFixed(0);
  return percent.toFixed(percent < 0.995 ? 2 : 1);
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
