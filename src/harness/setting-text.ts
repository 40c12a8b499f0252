import { BenchError, errorMessage } from '../base/errors.ts';
import { parseDurationMs } from '../base/units.ts';
import { suggest } from '../model/suggest.ts';
import { parsePrecision, precisionNeeded, timeoutMaxMs } from './setting-rules.ts';

/** Reads the text of a flag or of an environment variable; `where` names it in the error. */
export type TextReader<T> = (text: string, where: string) => T;

function refuse(where: string, text: string, needed: string): BenchError {
  return new BenchError('USAGE', `Cannot use ${where} "${text}": ${needed}`);
}

/** A decimal whole number within the bounds, both included. */
export function wholeNumber(min: number, max: number = Number.MAX_SAFE_INTEGER): TextReader<number> {
  return (text, where) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    const bound =
      max === Number.MAX_SAFE_INTEGER
        ? `of at least ${String(min)}`
        : `from ${String(min)} to ${String(max)}`;
    throw refuse(where, text, `a whole number ${bound} is needed`);
  };
}

/** A duration with its unit, more than nothing and at most a day, in milliseconds. */
export const durationMs: TextReader<number> = (text, where) => {
  let value: number;
  try {
    value = parseDurationMs(text);
  } catch (thrown) {
    const hint = thrown instanceof BenchError ? thrown.hint : errorMessage(thrown);
    throw new BenchError('USAGE', `Cannot use ${where} "${text}": a number with a unit is needed`, {
      ...(hint === undefined ? {} : { hint }),
    });
  }
  if (value > 0 && value <= timeoutMaxMs) return value;
  throw refuse(where, text, 'more than 0 and at most 24h is needed');
};

/** The half-width of an interval, "±1%", as a share. */
export const precision: TextReader<number> = (text, where) => {
  const share = parsePrecision(text);
  if (share !== undefined) return share;
  throw refuse(where, text, precisionNeeded);
};

/** One of the words; a near miss gets a suggestion. */
export function oneOf<T extends string>(words: readonly T[]): TextReader<T> {
  return (text, where) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    const near = suggest(text, words);
    throw new BenchError('USAGE', `Cannot use ${where} "${text}": one of ${words.join(', ')} is needed`, {
      ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
    });
  };
}

/** Text that passes a check; `needed` says which. */
export function textThat(isGood: (text: string) => boolean, needed: string): TextReader<string> {
  return (text, where) => {
    if (isGood(text)) return text;
    throw refuse(where, text, needed);
  };
}

/** Text taken as it is. */
export const anyText: TextReader<string> = (text, where) => {
  if (text !== '') return text;
  throw refuse(where, text, 'it is empty');
};

/** "true" or "false". */
export const trueOrFalse: TextReader<boolean> = (text, where) =>
  oneOf(['true', 'false'])(text, where) === 'true';

/** Words separated by spaces, at least one. */
export const words: TextReader<readonly string[]> = (text, where) => anyText(text.trim(), where).split(/ +/);

/** "name=v1,v2": a parameter and the texts of its values. */
export const parameterTexts: TextReader<readonly [string, readonly string[]]> = (text, where) => {
  const match = /^([A-Za-z][A-Za-z0-9]*)=([^\s,=/]+(?:,[^\s,=/]+)*)$/.exec(text);
  const [, name, values] = match ?? [];
  if (name !== undefined && values !== undefined) return [name, values.split(',')];
  throw refuse(where, text, 'a name and its values are needed, as vcpus=1,2');
};
