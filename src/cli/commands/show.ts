import { analyseRun } from '../../analysis/analyse-run.ts';
import { formatRun } from '../../report/show-text.ts';
import type { CliContext } from '../context.ts';
import { findRunFolder } from '../find-run-folder.ts';
import { formatFindings } from '../format-findings.ts';
import type { SettingOptions } from '../load-settings.ts';
import { formatNextSteps } from '../next-steps.ts';

/** How `show` was called. */
export interface ShowOptions extends SettingOptions {
  /** A run folder, or the name of one under the results folder. */
  readonly run: string;
  readonly isQuiet: boolean;
}

/** Prints a run; returns the exit status. */
export async function showCommandAction(options: ShowOptions, context: CliContext): Promise<number> {
  const folder = await findRunFolder(options.run, options, context);
  const analysis = analyseRun(folder);
  const columns = context.stdout.columns ?? 0;
  context.stdout.write(`${formatRun(analysis, columns)}\n`);
  if (options.isQuiet) return 0;
  const width = columns === 0 ? Infinity : columns;
  context.stderr.write(formatFindings(analysis.findings, context.colors.stderr, width));
  context.stderr.write(formatNextSteps(analysis, folder, options.run));
  return 0;
}
