import type { CliContext } from '../context.ts';
import { findRunFolder } from '../find-run-folder.ts';
import type { SettingOptions } from '../load-settings.ts';
import { printReport } from '../print-report.ts';

/** How `report` was called. */
export interface ReportOptions extends SettingOptions {
  /** A run folder, or the name of one under the results folder. */
  readonly run: string;
  readonly isJson: boolean;
}

/** Recomputes a run's report in its folder and prints the table; returns the exit status. */
export async function reportCommandAction(options: ReportOptions, context: CliContext): Promise<number> {
  const folder = await findRunFolder(options.run, options, context);
  await printReport({ folder, isJson: options.isJson, isQuiet: false }, context);
  return 0;
}
