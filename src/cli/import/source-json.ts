import { BenchError, errorMessage } from '../../base/errors.ts';
import { parseStrict, type z } from '../../model/schema.ts';
import { malformed, type Place } from './malformed.ts';

/**
 * The value of a JSON text.
 * @throws BenchError `IMPORT_MALFORMED`
 */
export function readJson(text: string, place: Place): unknown {
  if (text.trim() === '') throw malformed(place, 'it is empty');
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw malformed(place, `it is not JSON: ${errorMessage(thrown)}`);
  }
}

/**
 * A value as a source's schema has it.
 * @param form what it was to be: "what hyperfine --export-json writes"
 * @throws BenchError `IMPORT_MALFORMED`
 */
export function readForm<T>(
  schema: z.ZodType<T>,
  value: unknown,
  { form, ...place }: Place & { readonly form: string },
): T {
  try {
    return parseStrict(schema, value, { what: 'it', code: 'IMPORT_MALFORMED' });
  } catch (thrown) {
    const problems = errorMessage(thrown).replace('Cannot read it: ', '');
    if (!(thrown instanceof BenchError)) throw thrown;
    throw malformed(place, `it is not ${form}: ${firstOf(problems)}`);
  }
}

/** A file of another tool has dozens of problems, of which the first ones tell enough. */
function firstOf(problems: string): string {
  const all = problems.split('; ');
  const shown = all.slice(0, 3).join('; ');
  return all.length > 3 ? `${shown}; and ${all.length - 3} more` : shown;
}
