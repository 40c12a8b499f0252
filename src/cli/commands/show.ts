import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { analyseRun } from '../../analysis/analyse-run.ts';
import type { RunAnalysis } from '../../model/analysis.ts';
import { formatRun } from '../../report/show-text.ts';
import type { CliContext } from '../context.ts';
import { findRunFolder } from '../find-run-folder.ts';
import { formatFindings } from '../format-findings.ts';
import type { SettingOptions } from '../load-settings.ts';

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
  context.stdout.write(`${formatRun(analysis, context.stdout.columns ?? 0)}\n`);
  if (options.isQuiet) return 0;
  context.stderr.write(formatFindings(analysis.findings, context.colors.stderr));
  context.stderr.write(nextSteps(folder, options.run, analysis));
  return 0;
}

function nextSteps(folder: string, run: string, { comparison, manifest }: RunAnalysis): string {
  const page = join(folder, 'report.html');
  const metric = manifest.benchmarks[0]?.headline ?? 'boot.guest';
  const next =
    comparison === undefined
      ? `microvm-bench export ${run} --format long-csv`
      : `microvm-bench explain ${metric} ${run}`;
  return [
    existsSync(page) ? `page: ${page}` : `no page yet: microvm-bench report ${run}`,
    `files: ${folder}`,
    `next: ${next}`,
    '',
  ].join('\n');
}
