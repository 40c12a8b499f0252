import type { CliContext } from '../context.ts';
import { printReport } from '../print-report.ts';
import { readReport, type ReportRunsOptions } from '../read-report.ts';

/** How `report` was called. */
export interface ReportOptions extends ReportRunsOptions {
  /** With pictures that answer the pointer; the page then holds scripts. */
  readonly isInteractive: boolean;
  readonly isJson: boolean;
}

/** Computes the report of one or several runs, writes its files and prints the tables; returns the exit status. */
export async function reportCommandAction(options: ReportOptions, context: CliContext): Promise<number> {
  const { report, folder } = await readReport(options, context);
  await printReport(
    report,
    { folder, isInteractive: options.isInteractive, isJson: options.isJson, isQuiet: false },
    context,
  );
  return 0;
}
