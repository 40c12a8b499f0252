import { BenchError, errorMessage } from '../base/errors.ts';
import { parseTrialRecord } from '../model/run-schema.ts';
import type { TrialRecord } from '../model/trial.ts';
import type { RunRecords } from './run-facts.ts';

export interface JournalSource {
  /** Names the file in errors. */
  readonly path: string;
  /** Says what is wrong with a well-formed record, or undefined. */
  readonly check: (trial: TrialRecord) => string | undefined;
}

/**
 * The trials of a journal. The writer ends each line with a newline, so a text without one at its end was cut off in
 * its last line; that line is left out and its number given, unless all of it but the newline is there.
 * @throws BenchError `RUN_MALFORMED` with the number of the line
 */
export function parseJournal(text: string, source: JournalSource): Pick<RunRecords, 'trials' | 'cutLine'> {
  const lines = text.split('\n');
  const tail = lines.pop() ?? '';
  const isCut = tail !== '' && !isJson(tail);
  if (tail !== '' && !isCut) lines.push(tail);
  const trials = lines.map((line, index) => parseLine(line, index + 1, source));
  refuseDuplicates(trials, source.path);
  return isCut ? { trials, cutLine: lines.length + 1 } : { trials };
}

function parseLine(line: string, lineNumber: number, source: JournalSource): TrialRecord {
  const what = `line ${lineNumber} of "${source.path}"`;
  const trial = parseTrialRecord(parseJson(line, what), what);
  const fault = source.check(trial);
  if (fault !== undefined) throw new BenchError('RUN_MALFORMED', `Cannot read ${what}: ${fault}`);
  return trial;
}

function parseJson(line: string, what: string): unknown {
  try {
    return JSON.parse(line);
  } catch (thrown) {
    const text = `Cannot read ${what}: ${errorMessage(thrown)}`;
    throw new BenchError('RUN_MALFORMED', text, { cause: thrown });
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Of a line that was cut off nothing more is to be learned.
    return false;
  }
}

function refuseDuplicates(trials: readonly TrialRecord[], path: string): void {
  const lineNumbers = new Map<string, number>();
  for (const [index, { trialId }] of trials.entries()) {
    const first = lineNumbers.get(trialId);
    if (first !== undefined) {
      const text = `Cannot read line ${index + 1} of "${path}": trial ${trialId} is already in line ${first}`;
      throw new BenchError('RUN_MALFORMED', text);
    }
    lineNumbers.set(trialId, index + 1);
  }
}
