import { copyFileSync, cpSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readCampaign } from '../../analysis/read-campaign.ts';
import { writeFileAtomic } from '../../base/atomic-file.ts';
import { BenchError, errorMessage, systemErrorCode } from '../../base/errors.ts';
import { makeFolders } from '../../base/make-folders.ts';
import type { Campaign } from '../../model/campaign.ts';

export interface CampaignFiles {
  readonly campaign: Campaign;
  /** By the id of the run: where it lies now, and its manifest as it is to be. */
  readonly runs: ReadonlyMap<string, { readonly folder: string; readonly manifestText: string }>;
}

const hint = 'Choose a folder that can be written with --output';

/**
 * Makes the campaign folder, whole or not at all: the runs are copied into a folder beside it, read back, and renamed.
 * @throws BenchError `USAGE` when there is something else, `RESULTS_NOT_WRITABLE`, `RUN_MALFORMED`
 */
export function writeCampaign(files: CampaignFiles, target: string): void {
  requireFree(target);
  const temporary = `${target}.${String(process.pid)}.tmp`;
  try {
    fill(temporary, files);
    readCampaign(temporary);
    renameSync(temporary, target);
  } catch (thrown) {
    rmSync(temporary, { recursive: true, force: true });
    if (thrown instanceof BenchError) throw thrown;
    throw new BenchError(
      'RESULTS_NOT_WRITABLE',
      `Cannot make the campaign "${target}": ${errorMessage(thrown)}`,
      { cause: thrown, hint },
    );
  }
}

/** An empty folder may be there: the rename puts the campaign in its place. */
function requireFree(target: string): void {
  const seen = contentOf(target);
  if (seen === undefined) return;
  throw new BenchError('USAGE', `Cannot make the campaign "${target}": ${seen}`, {
    hint: 'Give a folder that is not there yet with --output',
  });
}

function contentOf(target: string): string | undefined {
  try {
    const names = readdirSync(target);
    return names.length === 0 ? undefined : `the folder is there, with ${String(names[0])} in it`;
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return undefined;
    return errorMessage(thrown);
  }
}

function fill(folder: string, { campaign, runs }: CampaignFiles): void {
  makeFolders(dirname(folder), { hint });
  mkdirSync(folder, { mode: 0o700 });
  for (const { runId, path } of campaign.runs) {
    const { folder: from = '', manifestText = '' } = runs.get(runId) ?? {};
    copyRun(from, join(folder, path));
    writeFileAtomic(join(folder, path, 'manifest.json'), manifestText);
  }
  writeFileAtomic(join(folder, 'campaign.json'), `${JSON.stringify(campaign, undefined, 2)}\n`);
}

/** What a report can be made of, and the evidence of failures; not what reports have written. */
function copyRun(from: string, to: string): void {
  makeFolders(to, { mode: 0o700, hint });
  copyFileSync(join(from, 'samples.ndjson'), join(to, 'samples.ndjson'));
  for (const name of ['events.ndjson', 'observations', 'failed']) {
    const source = join(from, name);
    if (!isPlain(source)) continue;
    cpSync(source, join(to, name), { recursive: true, filter: isPlain });
  }
}

/** A link in a foreign run would lead out of the campaign. */
function isPlain(path: string): boolean {
  const seen = lstatSync(path, { throwIfNoEntry: false });
  return seen?.isFile() === true || seen?.isDirectory() === true;
}
