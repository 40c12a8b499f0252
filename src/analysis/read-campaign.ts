import { join, normalize } from 'node:path';
import { BenchError } from '../base/errors.ts';
import { parseCampaign } from '../model/campaign-schema.ts';
import type { Campaign, CampaignRun } from '../model/campaign.ts';
import { digestRun } from './digest-run.ts';
import { parseJsonFile, readRunFile } from './read-run-file.ts';

/**
 * Reads `campaign.json` and checks that each of its runs is below the folder and is what it was when the campaign was made.
 * @throws BenchError `RUN_NOT_FOUND`, `RUN_MALFORMED` with the file that has changed
 */
export function readCampaign(folder: string): Campaign {
  const path = join(folder, 'campaign.json');
  const campaign = parseCampaign(parseJsonFile(readRunFile(path, folder).toString(), path), `"${path}"`);
  for (const run of campaign.runs) {
    requireBelow(run, path);
    requireUnchanged(run, join(folder, run.path));
  }
  return campaign;
}

/** A campaign may come from elsewhere; it must not make other files look like its own. */
function requireBelow({ path: runPath }: CampaignRun, path: string): void {
  const [first = ''] = normalize(runPath).split('/');
  if (!['', '.', '..'].includes(first)) return;
  throw new BenchError(
    'RUN_MALFORMED',
    `Cannot read "${path}": the run "${runPath}" is not below the campaign folder`,
  );
}

function requireUnchanged(run: CampaignRun, runFolder: string): void {
  const seen = digestRun(runFolder);
  const files = [
    { name: 'manifest.json', wanted: run.manifestSha256, found: seen.manifestSha256 },
    { name: 'samples.ndjson', wanted: run.samplesSha256, found: seen.samplesSha256 },
  ];
  const changed = files.find(({ wanted, found }) => wanted !== found);
  if (changed === undefined) return;
  const path = join(runFolder, changed.name);
  throw new BenchError(
    'RUN_MALFORMED',
    `Cannot read "${path}": its digest is ${changed.found}, the campaign says ${changed.wanted}`,
    { hint: 'Merge the runs anew from the folders that they were made in' },
  );
}
