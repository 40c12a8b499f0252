import type { RunComparison } from '../model/comparison.ts';
import { comparisonColumns, comparisonRows } from './comparison-rows.ts';
import { toCsv } from './csv.ts';

/** One row a comparison, RFC 4180, numbers in full precision. */
export function comparisonCsv(comparison: RunComparison): string {
  return toCsv(comparisonColumns, comparisonRows(comparison));
}
