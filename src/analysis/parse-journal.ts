import { BenchError, errorMessage } from '../base/errors.ts';
import { optional } from '../base/optional.ts';
import { parseTrialRecord } from '../model/run-schema.ts';
import type { TrialRecord } from '../model/trial.ts';
import type { RunRecords } from './run-facts.ts';

export interface JournalSource {
  /** Names the file in errors. */
  readonly path: string;
  /** Says what is wrong with a well-formed record, or undefined. */
  readonly check: (trial: TrialRecord) => string | undefined;
}

/** The trials of a journal one after the other, and in the end the number of its last line where that is cut off. */
export type JournalTrials = Generator<TrialRecord, number | undefined, undefined>;

/**
 * Parses a journal that comes in pieces, which may begin and end anywhere, so that no more than one trial and one piece
 * need be in memory. The writer ends each line with a newline, so a text without one at its end was cut off in its last
 * line; that line is left out and its number returned, unless all of it but the newline is there.
 * @throws BenchError `RUN_MALFORMED` with the number of the line
 */
export function* parseJournal(pieces: Iterable<string>, source: JournalSource): JournalTrials {
  const lineNumbers = new Map<string, number>();
  let lineNumber = 0;
  const parseNext = (line: string): TrialRecord => {
    lineNumber += 1;
    const trial = parseLine(line, lineNumber, source);
    refuseDuplicate(trial, { lineNumber, lineNumbers, path: source.path });
    return trial;
  };
  let rest = '';
  for (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield parseNext(line);
  }
  if (rest === '') return undefined;
  if (!isJson(rest)) return lineNumber + 1;
  yield parseNext(rest);
  return undefined;
}

/** All of them at once. */
export function collectTrials(journal: JournalTrials): Pick<RunRecords, 'trials' | 'cutLine'> {
  const trials: TrialRecord[] = [];
  for (;;) {
    const next = journal.next();
    if (next.done !== true) trials.push(next.value);
    else return { trials, ...optional('cutLine', next.value) };
  }
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

interface LineNumbers {
  readonly lineNumber: number;
  /** By the ids of the trials before. */
  readonly lineNumbers: Map<string, number>;
  readonly path: string;
}

function refuseDuplicate({ trialId }: TrialRecord, { lineNumber, lineNumbers, path }: LineNumbers): void {
  const first = lineNumbers.get(trialId);
  if (first !== undefined) {
    const text = `Cannot read line ${lineNumber} of "${path}": trial ${trialId} is already in line ${first}`;
    throw new BenchError('RUN_MALFORMED', text);
  }
  lineNumbers.set(trialId, lineNumber);
}
