import { join } from 'node:path';
import { parseRunManifest } from '../model/run-schema.ts';
import type { RunManifest } from '../model/run.ts';
import { makeTrialCheck } from './check-trial.ts';
import { collectTrials, parseJournal, type JournalTrials } from './parse-journal.ts';
import { parseJsonFile, readRunFile, readRunFilePieces } from './read-run-file.ts';
import type { RunRecords } from './run-facts.ts';

/** A run folder whose journal is read as far as its trials are asked for. */
export interface OpenRun {
  readonly manifest: RunManifest;
  readonly trials: JournalTrials;
}

/**
 * Reads `manifest.json` and `samples.ndjson` of a run folder. Of the journal's last line alone it is borne that it is
 * cut off, which is what a death of the host leaves; everything else must be whole and fit the plan.
 * @throws BenchError `RUN_NOT_FOUND`, `RUN_MALFORMED`
 */
export function readRun(folder: string): RunRecords {
  const { manifest, trials } = openRun(folder);
  return { manifest, ...collectTrials(trials) };
}

/**
 * The same for those who need not hold all trials at once: whoever asks for a trial gets the errors of its line.
 * @throws BenchError `RUN_NOT_FOUND`, `RUN_MALFORMED`
 */
export function openRun(folder: string): OpenRun {
  const manifestPath = join(folder, 'manifest.json');
  const manifestText = readRunFile(manifestPath, folder).toString();
  const manifest = parseRunManifest(parseJsonFile(manifestText, manifestPath), `"${manifestPath}"`);
  const path = join(folder, 'samples.ndjson');
  const check = makeTrialCheck(manifest);
  return { manifest, trials: parseJournal(readRunFilePieces(path, folder), { path, check }) };
}
