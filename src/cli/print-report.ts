import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportAnalysis, ReportedRun } from '../model/report.ts';
import { formatComparison, widthOf } from '../report/comparison-for-terminal.ts';
import { writeReport } from '../report/exporters.ts';
import { formatSummaryTable } from '../report/table.ts';
import { printJson, type CliContext } from './context.ts';
import { formatFindings } from './format-findings.ts';
import { terminalLine } from './terminal-text.ts';

export interface PrintReportOptions {
  /** Where the report's files go. */
  readonly folder: string;
  readonly isJson: boolean;
  readonly isQuiet: boolean;
}

/** Writes a report's files into a folder and prints the tables, or the one document of `--json`. */
export async function printReport(
  report: ReportAnalysis,
  options: PrintReportOptions,
  context: CliContext,
): Promise<void> {
  const files = await writeReport(report, options.folder);
  tellReport(report, { ...options, files }, context);
}

export interface TellReportOptions extends PrintReportOptions {
  /** Written there already, by names relative to the folder. */
  readonly files: readonly string[];
}

/** The tables, or the one document of `--json`, of a report that is written. */
export function tellReport(
  report: ReportAnalysis,
  { folder, files, isJson, isQuiet }: TellReportOptions,
  { stdout, stderr, colors }: CliContext,
): void {
  if (isJson) printJson(stdout, { folder, files, summary: readSummary(folder) });
  else stdout.write(tables(report, stdout.columns));
  if (isQuiet) return;
  const forReaders = files.filter((file) => /^report\.(?:html|pdf)$/.test(file));
  const lines = forReaders.map((file) => `report: ${join(folder, file)}\n`);
  stderr.write(`${formatFindings(report.findings, colors.stderr)}${lines.join('')}`);
}

/** What is compared stands last, where the eye is when a run ends. */
function tables({ runs, comparison }: ReportAnalysis, columns: number | undefined): string {
  const summaries = runs.map(
    (run) => `${runs.length > 1 ? headingOf(run) : ''}${formatSummaryTable(run, widthOf(columns))}\n`,
  );
  if (comparison === undefined) return summaries.join('\n');
  return [...summaries, `${formatComparison(comparison, { isAll: false, ...widthOf(columns) })}\n`].join(
    '\n',
  );
}

function headingOf({ label, manifest }: ReportedRun): string {
  return `${terminalLine(label)}: ${terminalLine(manifest.title)}\n`;
}

function readSummary(folder: string): unknown {
  return JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));
}
