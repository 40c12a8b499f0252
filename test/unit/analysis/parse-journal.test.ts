import { describe, expect, it } from 'vitest';
import { collectTrials, parseJournal, type JournalSource } from '../../../src/analysis/parse-journal.ts';
import type { RunRecords } from '../../../src/analysis/run-facts.ts';
import type { TrialRecord } from '../../../src/model/trial.ts';
import { aTrial, someTrials } from '../builders.ts';

const [first, second, third] = someTrials([65_000, 66_000, 67_000]);
const three = [first, second, third].map((trial) => JSON.stringify(trial));
const source = { path: 'j', check: (): string | undefined => undefined };

/** All of the journal, in one piece. */
function parse(text: string, from: JournalSource): Pick<RunRecords, 'trials' | 'cutLine'> {
  return collectTrials(parseJournal([text], from));
}

function lines(...texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}

function withSample(text: string): string {
  return JSON.stringify(aTrial()).replace('"boot.guest":65000', `"boot.guest":${text}`);
}

describe('parseJournal()', () => {
  it('gives the trials in order', () => {
    expect(parse(lines(...three), source)).toEqual({ trials: [first, second, third] });
  });

  it('gives no trials of an empty journal', () => {
    expect(parse('', source)).toEqual({ trials: [] });
  });

  it('leaves out a last line that is cut off, wherever the cut is', () => {
    const whole = lines(...three);
    const start = lines(three[0] ?? '', three[1] ?? '').length;
    for (let length = start + 1; length < whole.length - 1; length += 1) {
      expect(parse(whole.slice(0, length), source)).toEqual({ trials: [first, second], cutLine: 3 });
    }
  });

  it('does not see where the pieces are cut', () => {
    const whole = lines(...three);
    for (const length of [1, 7, 1000]) {
      const count = Math.ceil(whole.length / length);
      const pieces = Array.from({ length: count }, (_, at) => whole.slice(at * length, (at + 1) * length));
      expect(collectTrials(parseJournal(pieces, source))).toEqual({ trials: [first, second, third] });
    }
  });

  it('parses a line when its trial is asked for', () => {
    const journal = parseJournal([lines(three[0] ?? ''), lines('no JSON')], source);
    expect(journal.next()).toEqual({ done: false, value: first });
    expect(() => journal.next()).toThrow('Cannot read line 2 of "j"');
  });

  it('takes a last line that lacks nothing but its newline', () => {
    expect(parse(lines(...three).trimEnd(), source)).toEqual({ trials: [first, second, third] });
  });

  it('leaves out a last line of zeros, which a power failure leaves', () => {
    expect(parse(`${lines(three[0] ?? '')}\0\0\0\0`, source)).toEqual({ trials: [first], cutLine: 2 });
  });

  it.each([
    ['a cut line with others after it', lines('{"trialId":"t00', three[1] ?? ''), 'line 1 of "j": '],
    ['an empty line', lines(three[0] ?? '', '', three[1] ?? ''), 'line 2 of "j": '],
    [
      'a line of another kind',
      lines(three[0] ?? '', '[]'),
      'line 2 of "j": the whole value is wrong: expected object, received array',
    ],
    [
      'a sample that is null',
      lines(three[1] ?? '', withSample('null')),
      'line 2 of "j": "samples.boot.guest" is wrong: expected number, received null',
    ],
    ['a sample that is NaN', lines(withSample('NaN')), 'line 1 of "j": '],
    [
      'a sample beyond the range of numbers',
      lines(withSample('1e999')),
      'line 1 of "j": "samples.boot.guest" is wrong: expected number, received Infinity',
    ],
    [
      'a trial that comes twice',
      lines(...three, three[1] ?? ''),
      'line 4 of "j": trial t0002 is already in line 2',
    ],
  ])('refuses %s', (_what, text, problem) => {
    const message: unknown = expect.stringContaining(`Cannot read ${problem}`);
    expect(() => parse(text, source)).toThrow(expect.objectContaining({ code: 'RUN_MALFORMED', message }));
  });

  it('refuses what the check refuses', () => {
    const check = ({ trialId }: TrialRecord): string | undefined =>
      trialId === 't0002' ? 'it is odd' : undefined;
    expect(() => parse(lines(...three), { path: 'j', check })).toThrow(
      'Cannot read line 2 of "j": it is odd',
    );
  });
});
