import { resolve } from 'node:path';
import { analyseRun } from '../../analysis/analyse-run.ts';
import { writeFileAtomic } from '../../base/atomic-file.ts';
import { exportFormats } from '../../report/export-formats.ts';
import { exports } from '../../report/exports.ts';
import { chooseFormat } from '../choose-format.ts';
import type { CliContext } from '../context.ts';
import { findRunFolder } from '../find-run-folder.ts';
import { formatFindings } from '../format-findings.ts';
import type { SettingOptions } from '../load-settings.ts';

/** How `export` was called. */
export interface ExportOptions extends SettingOptions {
  /** A run folder, or the name of one under the results folder. */
  readonly run: string;
  readonly format: string | undefined;
  readonly output?: string;
}

/**
 * Prints a run in another tool's format; returns the exit status. What makes its numbers unusable is told on standard
 * error, since no format has a place for it.
 */
export async function exportCommandAction(options: ExportOptions, context: CliContext): Promise<number> {
  const format = chooseFormat(options.format, exportFormats);
  const folder = await findRunFolder(options.run, options, context);
  const analysis = analyseRun(folder);
  const document = exports[format](analysis);
  if (options.output === undefined) context.stdout.write(document);
  else writeFileAtomic(resolve(context.cwd, options.output), document);
  const errors = analysis.findings.filter(({ severity }) => severity === 'error');
  context.stderr.write(formatFindings(errors, context.colors.stderr));
  return 0;
}
