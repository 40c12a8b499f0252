import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, errorMessage, systemErrorCode } from '../base/errors.ts';
import { parseRunManifest } from '../model/run-schema.ts';
import type { RunManifest } from '../model/run.ts';
import { makeTrialCheck } from './check-trial.ts';
import { parseJournal } from './parse-journal.ts';
import type { RunRecords } from './run-facts.ts';

/**
 * Reads `manifest.json` and `samples.ndjson` of a run folder. Of the journal's last line alone it is borne that it is
 * cut off, which is what a death of the host leaves; everything else must be whole and fit the plan.
 * @throws BenchError `RUN_NOT_FOUND`, `RUN_MALFORMED`
 */
export function readRun(folder: string): RunRecords {
  const manifestPath = join(folder, 'manifest.json');
  const manifest = parseManifest(readRunFile(manifestPath, folder), manifestPath);
  const journalPath = join(folder, 'samples.ndjson');
  const check = makeTrialCheck(manifest);
  const journal = parseJournal(readRunFile(journalPath, folder), { path: journalPath, check });
  return { manifest, ...journal };
}

function parseManifest(text: string, path: string): RunManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw new BenchError('RUN_MALFORMED', `Cannot read "${path}": ${errorMessage(thrown)}`, {
      cause: thrown,
    });
  }
  return parseRunManifest(value, `"${path}"`);
}

function readRunFile(path: string, folder: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    const isAbsent = ['ENOENT', 'ENOTDIR'].includes(systemErrorCode(thrown) ?? '');
    if (!isAbsent) {
      throw new BenchError('RUN_MALFORMED', `Cannot read "${path}": ${errorMessage(thrown)}`, {
        cause: thrown,
      });
    }
    throw new BenchError('RUN_NOT_FOUND', `Cannot read the run "${folder}": there is no "${path}"`, {
      hint: 'Give a run folder: one that holds manifest.json and samples.ndjson',
      cause: thrown,
    });
  }
}
