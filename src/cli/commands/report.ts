import { realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BenchError, errorMessage, systemErrorCode } from '../../base/errors.ts';
import type { CliContext } from '../context.ts';
import { loadSettings, type SettingOptions } from '../load-settings.ts';
import { printReport } from '../print-report.ts';

/** How `report` was called. */
export interface ReportOptions extends SettingOptions {
  /** A run folder, or the name of one under the results folder. */
  readonly run: string;
  readonly isJson: boolean;
}

/**
 * The run's folder, links resolved. A path is tried first, and no settings are read for it: a report needs nothing
 * but the folder.
 */
async function findRunFolder(options: ReportOptions, context: CliContext): Promise<string> {
  const asPath = resolve(context.cwd, options.run);
  if (isThere(join(asPath, 'manifest.json'))) return realpathSync(asPath);
  const settings = await loadSettings(context, options);
  const underResults = join(settings.results.value, options.run);
  if (isThere(underResults)) return realpathSync(underResults);
  const seen = `neither "${asPath}" nor "${underResults}" is a run folder`;
  throw new BenchError('RUN_NOT_FOUND', `Cannot find the run "${options.run}": ${seen}`, {
    hint: 'Give the folder of a run, its name under the results folder, or "latest"',
  });
}

/** A file that this user may not reach is not an absent one. */
function isThere(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (thrown) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(thrown) ?? '')) return false;
    throw new BenchError('RUN_MALFORMED', `Cannot read "${path}": ${errorMessage(thrown)}`, {
      cause: thrown,
      hint: 'A run folder is closed to others than its owner: read it as that user, or copy it',
    });
  }
}

/** Recomputes a run's report in its folder and prints the table; returns the exit status. */
export async function reportCommandAction(options: ReportOptions, context: CliContext): Promise<number> {
  const folder = await findRunFolder(options, context);
  await printReport({ folder, isJson: options.isJson, isQuiet: false }, context);
  return 0;
}
