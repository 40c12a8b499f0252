/**
 * The samples and the summary as CSV (RFC 4180, comma, LF, one header line). Numbers are in full precision: the
 * shortest text that reads back to the same double. For people the same numbers go through `formatValue`.
 */
import { stringify } from 'csv-stringify/sync';
import type { Exporter, NamedFile, ReportAnalysis } from '../model/report.ts';
import type { Cell } from './csv-cell.ts';
import { sampleColumns, sampleRows } from './sample-rows.ts';
import { summaryColumns, summaryRows } from './summary-rows.ts';

/** `samples.csv`, one row a sample, and `summary.csv`, one row a case, arm and metric; both with the run where there are several. */
export const csvExporter: Exporter = {
  id: 'csv',
  export(report: ReportAnalysis): Promise<readonly NamedFile[]> {
    const { runs } = report;
    return Promise.resolve([
      { path: 'samples.csv', content: toCsv(sampleColumns(runs), sampleRows(runs)) },
      { path: 'summary.csv', content: summaryCsv(report) },
    ]);
  },
};

/** The content of `summary.csv`. */
export function summaryCsv({ runs }: ReportAnalysis): string {
  return toCsv(summaryColumns(runs), summaryRows(runs));
}

/** Rows that are turned into text at a time: a run of many trials has half a million. */
const rowsAtOnce = 4_096;

/**
 * A header line and rows, each cell safe in a spreadsheet. Rows are taken one by one, so that whoever makes them need not
 * hold them all.
 * Rows are lists, since csv-stringify takes the keys of objects for paths ("boot.guest" would be looked up in "boot").
 * Left to itself it writes true as "1" and false as nothing.
 */
export function toCsv(columns: readonly string[], rows: Iterable<readonly Cell[]>): string {
  const parts = [toLines([columns])];
  let batch: (readonly Cell[])[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < rowsAtOnce) continue;
    parts.push(toLines(batch));
    batch = [];
  }
  return [...parts, toLines(batch)].join('');
}

function toLines(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    {
      cast: { boolean: String },
      // A text that begins like a formula would be run by a spreadsheet; negative numbers stay as they are.
      escape_formulas: true,
    },
  );
}
