import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { analyseReport, type ReportWords } from '../analysis/analyse-report.ts';
import type { SideOperand } from '../analysis/compare/sides.ts';
import { readCampaign } from '../analysis/read-campaign.ts';
import { isThere } from '../analysis/read-run-file.ts';
import { readRuns } from '../analysis/read-runs.ts';
import { BenchError } from '../base/errors.ts';
import { optional } from '../base/optional.ts';
import type { ReportAnalysis } from '../model/report.ts';
import type { CliContext } from './context.ts';
import { findRunFolder } from './find-run-folder.ts';
import { findRunPaths } from './find-run-paths.ts';
import { loadSettings, type SettingOptions } from './load-settings.ts';

/** What names the runs of a report, and what its publisher says of it. */
export interface ReportRunsOptions extends SettingOptions, ReportWords {
  /** Each a run, a campaign or a folder of runs, maybe with a name for the reader: "<name>=<run>". */
  readonly operands: readonly string[];
  /** Folder for the report's files; the default is the run's or campaign's own where there is but one. */
  readonly output?: string;
}

/** A report with the folder that its files belong in. */
export interface ReadReport {
  readonly report: ReportAnalysis;
  readonly folder: string;
}

/**
 * Reads and analyses what a report is asked of.
 * @throws BenchError `RUN_NOT_FOUND`, `RUN_MALFORMED`, `USAGE`
 */
export async function readReport(options: ReportRunsOptions, context: CliContext): Promise<ReadReport> {
  refuseEmpty('--title', options.title);
  for (const author of options.authors) refuseEmpty('--author', author);
  const found: { readonly folder: string; readonly operand: SideOperand }[] = [];
  for (const text of options.operands) found.push(await readNamed(text, options, context));
  const report = analyseReport(
    found.map(({ operand }) => operand),
    { ...optional('title', options.title ?? titleOf(found)), authors: options.authors },
  );
  if (options.output !== undefined) return { report, folder: resolve(context.cwd, options.output) };
  const [first, ...others] = found;
  const isOwn = first !== undefined && others.length === 0 && holdsReport(first.folder);
  return { report, folder: isOwn ? first.folder : await sharedFolder(report, options, context) };
}

function refuseEmpty(flag: string, text: string | undefined): void {
  if (text === undefined || /\S/.test(text)) return;
  throw new BenchError('USAGE', `Cannot use ${flag} "${text}": it is empty`, {
    hint: 'Give a text, or leave it away',
  });
}

async function readNamed(
  text: string,
  options: SettingOptions,
  context: CliContext,
): Promise<{ readonly folder: string; readonly operand: SideOperand }> {
  const { name, path } = splitName(text, context);
  const folder = await findFolder(path, options, context);
  const runs = readRuns([folder]).map((run) => ({ ...run.records, folder: run.folder }));
  return { folder, operand: { label: path, runs, ...optional('name', name) } };
}

/** A campaign alone has a title of its own. */
function titleOf(found: readonly { readonly folder: string }[]): string | undefined {
  const [first, ...others] = found;
  const isCampaign =
    first !== undefined && others.length === 0 && isThere(join(first.folder, 'campaign.json'));
  return isCampaign ? readCampaign(first.folder).title : undefined;
}

/** A run comes first, since for it there is the better word when nothing is found. */
async function findFolder(path: string, options: SettingOptions, context: CliContext): Promise<string> {
  const asPath = resolve(context.cwd, path);
  if (!isThere(asPath) || isThere(join(asPath, 'manifest.json')))
    return findRunFolder(path, options, context);
  const [folder = asPath] = await findRunPaths([path], options, context);
  return folder;
}

/** A path that is there is a path, whatever signs it has. */
function splitName(text: string, { cwd }: CliContext): { readonly name?: string; readonly path: string } {
  if (isThere(resolve(cwd, text))) return { path: text };
  const [, name, path = text] = withName.exec(text) ?? [];
  return { path, ...optional('name', name) };
}

const withName = /^([^=/]+)=(.+)$/;

function holdsReport(folder: string): boolean {
  return isThere(join(folder, 'manifest.json')) || isThere(join(folder, 'campaign.json'));
}

/** The same runs have the same folder, below the results. */
async function sharedFolder(
  { runs }: ReportAnalysis,
  options: SettingOptions,
  context: CliContext,
): Promise<string> {
  const settings = await loadSettings(context, options);
  const ids = runs.map(({ manifest }) => manifest.runId).join('\n');
  const digest = createHash('sha256').update(ids).digest('hex').slice(0, 8);
  return join(settings.results.value, 'reports', `${runs.length}-runs-${digest}`);
}
