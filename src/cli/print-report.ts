import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyseRun } from '../analysis/analyse-run.ts';
import type { RunAnalysis } from '../model/analysis.ts';
import { formatComparison, widthOf } from '../report/comparison-for-terminal.ts';
import { writeReport } from '../report/exporters.ts';
import { formatSummaryTable } from '../report/table.ts';
import { printJson, type CliContext } from './context.ts';
import { formatFindings } from './format-findings.ts';

export interface PrintReportOptions {
  /** A run folder. */
  readonly folder: string;
  readonly isJson: boolean;
  readonly isQuiet: boolean;
}

/** Computes a run's report from its folder, writes it there, and prints the table, or the one document of `--json`. */
export async function printReport(options: PrintReportOptions, context: CliContext): Promise<RunAnalysis> {
  const { folder, isJson, isQuiet } = options;
  const { stdout, stderr, colors } = context;
  const analysis = analyseRun(folder);
  const files = await writeReport(analysis, folder);
  if (isJson) printJson(stdout, { folder, files, summary: readSummary(folder) });
  else stdout.write(tables(analysis, stdout.columns));
  if (!isQuiet) {
    stderr.write(
      `${formatFindings(analysis.findings, colors.stderr)}report: ${join(folder, 'report.html')}\n`,
    );
  }
  return analysis;
}

/** What is compared stands last, where the eye is when a run ends. */
function tables(analysis: RunAnalysis, columns: number | undefined): string {
  const summary = `${formatSummaryTable(analysis, widthOf(columns))}\n`;
  if (analysis.comparison === undefined) return summary;
  return `${summary}\n${formatComparison(analysis.comparison, { isAll: false, ...widthOf(columns) })}\n`;
}

function readSummary(folder: string): unknown {
  return JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));
}
