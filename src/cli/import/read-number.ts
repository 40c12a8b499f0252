import type { MetricDefinition } from '../../model/metric.ts';
import { malformed, type Place } from './malformed.ts';

/** Where a number stands: `what` names its cell or field. */
export interface NumberPlace extends Place {
  readonly what: string;
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Whether a text is a number as this tool reads one. */
export function isNumber(text: string): boolean {
  return decimal.test(text.trim());
}

/**
 * A number from its text: digits with a point, maybe with an exponent.
 * @throws BenchError `IMPORT_MALFORMED` that says what it is instead
 */
export function readNumber(text: string, place: NumberPlace): number {
  const trimmed = text.trim();
  const { what } = place;
  if (trimmed === '') throw malformed(place, `${what} is empty`, 'Remove the row, or fill the cell');
  const value = decimal.test(trimmed) ? Number(trimmed) : NaN;
  if (Number.isFinite(value)) return value;
  if (/^[+-]?\d[\d.]*,\d+$/.test(trimmed)) {
    const hint = 'Write numbers with a decimal point and without separators of thousands';
    throw malformed(place, `${what} is "${cut(trimmed)}", with a comma`, hint);
  }
  if (/^[+-]?(?:nan|inf|infinity)$/i.test(trimmed) || decimal.test(trimmed)) {
    throw malformed(
      place,
      `${what} is ${cut(trimmed)}, which is no finite number`,
      'Remove the row, or fill the cell',
    );
  }
  throw malformed(
    place,
    `${what} is "${cut(trimmed)}", which is no number`,
    'Write numbers with digits and a decimal point, like 31 or 1.5e3; leave columns of text out with --ignore',
  );
}

/** @throws BenchError `IMPORT_MALFORMED` for what cannot be less than nothing */
export function requirePossible(value: number, kind: MetricDefinition['kind'], place: NumberPlace): number {
  if (value >= 0 || kind === 'share') return value;
  throw malformed(place, `${place.what} is ${value}: no ${kind} is negative`);
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
