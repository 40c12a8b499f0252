import type { RunAnalysis } from '../../model/analysis.ts';
import { toCsv } from '../csv.ts';
import { sampleColumns, sampleRows } from '../sample-rows.ts';

/** One row a sample: the bytes of `samples.csv`. */
export function toLongCsv(analysis: RunAnalysis): string {
  return toCsv(sampleColumns([analysis]), sampleRows([analysis]));
}
