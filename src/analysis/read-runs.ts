import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, errorMessage, systemErrorCode } from '../base/errors.ts';
import { readCampaign } from './read-campaign.ts';
import { isThere } from './read-run-file.ts';
import { readRun } from './read-run.ts';
import type { RunRecords } from './run-facts.ts';

/** A run and the folder that it was read from. */
export interface FoundRun {
  readonly folder: string;
  readonly records: RunRecords;
}

/**
 * All runs of some folders, each of which may be a run folder, a campaign folder, or a folder that holds run folders, as
 * `results/` does. They come in the order of the paths; those of a campaign in its order, those of a folder by name.
 * @throws BenchError `RUN_NOT_FOUND` when a folder holds no run, `RUN_MALFORMED`
 */
export function readRuns(paths: readonly string[]): readonly FoundRun[] {
  const folders = paths.flatMap(runFoldersOf);
  return folders.map((folder) => ({ folder, records: readRun(folder) }));
}

function runFoldersOf(path: string): readonly string[] {
  if (isThere(join(path, 'campaign.json'))) return readCampaign(path).runs.map((run) => join(path, run.path));
  if (isThere(join(path, 'manifest.json'))) return [path];
  const folders = subfolders(path).filter((folder) => isThere(join(folder, 'manifest.json')));
  if (folders.length > 0) return folders;
  throw new BenchError(
    'RUN_NOT_FOUND',
    `Cannot find a run in "${path}": neither it nor a folder in it is one`,
    {
      hint: 'Give a run folder, a campaign folder, or a folder that holds run folders',
    },
  );
}

/** Links are left out: `latest` leads to a run that is there by its name too. */
function subfolders(path: string): readonly string[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return entries.map(({ name }) => join(path, name)).sort();
  } catch (thrown) {
    const isFile = systemErrorCode(thrown) === 'ENOTDIR';
    const isAbsent = isFile || systemErrorCode(thrown) === 'ENOENT';
    const code = isAbsent ? 'RUN_NOT_FOUND' : 'RUN_MALFORMED';
    throw new BenchError(code, `Cannot read the folder "${path}": ${errorMessage(thrown)}`, {
      cause: thrown,
      hint: isFile
        ? 'Give the folder that holds it'
        : 'Give a run folder, a campaign folder, or a folder of runs',
    });
  }
}
