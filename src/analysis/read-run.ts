import { join } from 'node:path';
import { parseRunManifest } from '../model/run-schema.ts';
import { makeTrialCheck } from './check-trial.ts';
import { parseJournal } from './parse-journal.ts';
import { parseJsonFile, readRunFile } from './read-run-file.ts';
import type { RunRecords } from './run-facts.ts';

/**
 * Reads `manifest.json` and `samples.ndjson` of a run folder. Of the journal's last line alone it is borne that it is
 * cut off, which is what a death of the host leaves; everything else must be whole and fit the plan.
 * @throws BenchError `RUN_NOT_FOUND`, `RUN_MALFORMED`
 */
export function readRun(folder: string): RunRecords {
  const manifestPath = join(folder, 'manifest.json');
  const manifestText = readRunFile(manifestPath, folder).toString();
  const manifest = parseRunManifest(parseJsonFile(manifestText, manifestPath), `"${manifestPath}"`);
  const journalPath = join(folder, 'samples.ndjson');
  const check = makeTrialCheck(manifest);
  const journalText = readRunFile(journalPath, folder).toString();
  return { manifest, ...parseJournal(journalText, { path: journalPath, check }) };
}
