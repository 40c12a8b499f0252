import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { indexResults } from '../../analysis/index-results.ts';
import { isThere } from '../../analysis/read-run-file.ts';
import { writeFileAtomic } from '../../base/atomic-file.ts';
import { BenchError } from '../../base/errors.ts';
import { renderIndex } from '../../report/index-page.ts';
import { printJson, type CliContext } from '../context.ts';
import { loadSettings, type SettingOptions } from '../load-settings.ts';
import { terminalLine } from '../terminal-text.ts';

const hint = 'Give a folder that holds run folders, as results/ does';

/** How `index` was called. */
export interface IndexOptions extends SettingOptions {
  /** The results folder without it. */
  readonly folder?: string;
  readonly isJson: boolean;
}

/** Writes the page of a folder of runs; returns the exit status. */
export async function indexCommandAction(options: IndexOptions, context: CliContext): Promise<number> {
  const folder = await findResults(options, context);
  const index = indexResults(folder);
  const { runs, campaigns, reports, leftOut } = index;
  if ([runs, campaigns, reports, leftOut].every(({ length }) => length === 0)) {
    throw new BenchError('RUN_NOT_FOUND', `Cannot make an index of "${folder}": no run is in it`, { hint });
  }
  const page = join(folder, 'index.html');
  writeFileAtomic(page, renderIndex(index));
  const counts = { runs: runs.length, campaigns: campaigns.length, reports: reports.length };
  if (options.isJson) printJson(context.stdout, { page, ...counts, leftOut });
  else context.stdout.write(`${page}\n`);
  for (const { path, reason } of leftOut) {
    context.stderr.write(`left out: ${terminalLine(path)}: ${terminalLine(reason)}\n`);
  }
  context.stderr.write(
    `${counts.runs} runs, ${counts.campaigns} campaigns, ${counts.reports} shared reports\n`,
  );
  return 0;
}

async function findResults({ folder, ...settings }: IndexOptions, context: CliContext): Promise<string> {
  const path =
    folder === undefined
      ? (await loadSettings(context, settings)).results.value
      : resolve(context.cwd, folder);
  if (!isThere(path)) {
    throw new BenchError('RUN_NOT_FOUND', `Cannot make an index of "${path}": there is no such folder`, {
      hint,
    });
  }
  if (isThere(join(path, 'manifest.json'))) {
    throw new BenchError('USAGE', `Cannot make an index of "${path}": it is a run, not a folder of runs`, {
      hint: 'Give the folder that holds it',
    });
  }
  return realpathSync(path);
}
