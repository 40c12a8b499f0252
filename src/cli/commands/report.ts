import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { analyseRun } from '../../analysis/analyse-run.ts';
import { BenchError } from '../../base/errors.ts';
import { writeReport } from '../../report/exporters.ts';
import { formatSummaryTable } from '../../report/table.ts';
import { printJson, type CliContext } from '../context.ts';
import { formatFindings } from '../format-findings.ts';
import { loadSettings, type SettingOptions } from '../load-settings.ts';

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
  if (existsSync(join(asPath, 'manifest.json'))) return realpathSync(asPath);
  const settings = await loadSettings(context, options);
  const underResults = join(settings.results.value, options.run);
  if (existsSync(underResults)) return realpathSync(underResults);
  const seen = `neither "${asPath}" nor "${underResults}" is a run folder`;
  throw new BenchError('RUN_NOT_FOUND', `Cannot find the run "${options.run}": ${seen}`, {
    hint: 'Give the folder of a run, its name under the results folder, or "latest"',
  });
}

function readSummary(folder: string): unknown {
  return JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));
}

/** Recomputes a run's report in its folder and prints the table; returns the exit status. */
export async function reportCommandAction(options: ReportOptions, context: CliContext): Promise<number> {
  const { stdout, stderr, colors } = context;
  const folder = await findRunFolder(options, context);
  const analysis = analyseRun(folder);
  const files = await writeReport(analysis, folder);
  if (options.isJson) {
    printJson(stdout, { folder, files, summary: readSummary(folder) });
    return 0;
  }
  stdout.write(`${formatSummaryTable(analysis)}\n`);
  stderr.write(`${formatFindings(analysis.findings, colors.stderr)}report: ${join(folder, 'report.html')}\n`);
  return 0;
}
