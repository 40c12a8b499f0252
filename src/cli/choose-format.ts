import { BenchError } from '../base/errors.ts';
import { suggest } from '../model/suggest.ts';

/**
 * The format that `--format` names.
 * @throws BenchError `USAGE` with the format that was probably meant
 */
export function chooseFormat<Format extends string>(
  text: string | undefined,
  formats: readonly Format[],
): Format {
  const found = formats.find((each) => each === text);
  if (found !== undefined) return found;
  const list = formats.join(', ');
  if (text === undefined) {
    throw new BenchError('USAGE', 'Cannot choose a format: there is no --format', {
      hint: `Give one of ${list}`,
    });
  }
  const meant = suggest(text, formats);
  throw new BenchError('USAGE', `Cannot use --format "${text}": there is no such format`, {
    hint: meant === undefined ? `Give one of ${list}` : `Did you mean ${meant}?`,
  });
}
