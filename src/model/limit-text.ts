import { parseQuantity, type Quantity } from './quantity.ts';

/** A bound of a quantile, as it is written. */
export interface LimitText {
  /** Pattern of metric ids. */
  readonly metric: string;
  /** "p95", "median". */
  readonly statistic: string;
  /** Of the quantile, 0 to 1. */
  readonly probability: number;
  readonly bound: 'at-most' | 'at-least';
  readonly value: Quantity;
  /** The same as it was written: "125ms". */
  readonly valueText: string;
}

const form = /^(\S+)\s+(median|p\d{1,2}(?:\.\d+)?)\s*(<=|>=)\s*(.+)$/;

/** "boot.guest p95 <= 125ms". @returns undefined for any other text */
export function parseLimitText(text: string): LimitText | undefined {
  const match = form.exec(text.trim());
  if (match === null) return undefined;
  const [, metric = '', statistic = '', sign = '', valueText = ''] = match;
  const value = parseQuantity(valueText);
  const probability = statistic === 'median' ? 0.5 : Number(`${statistic.slice(1)}e-2`);
  if (value === undefined || probability <= 0 || probability >= 1) return undefined;
  return { metric, statistic, probability, bound: sign === '<=' ? 'at-most' : 'at-least', value, valueText };
}
