import { BenchError } from '../base/errors.ts';
import { parseStrict, z } from './schema.ts';

const formatSchema = z.object({ format: z.string().regex(/^\d+\.\d+$/, 'not a version like "1.0"') });

/**
 * Refuses a document of another major version than this one reads. It is looked at before anything else, so that a
 * newer major is told from a damaged file.
 * @param what object of the sentence "Cannot read …"
 * @throws BenchError `RUN_MALFORMED`
 */
export function requireReadableFormat(
  value: unknown,
  { what, version }: { readonly what: string; readonly version: string },
): void {
  const { format } = parseStrict(formatSchema, value, { what, code: 'RUN_MALFORMED' });
  const readable = majorOf(version);
  if (majorOf(format) === readable) return;
  throw new BenchError(
    'RUN_MALFORMED',
    `Cannot read ${what}: its format is ${format}, this version reads ${readable}.x`,
    { hint: 'Use the version of microvm-bench that wrote it, or a newer one' },
  );
}

function majorOf(version: string): string {
  return version.split('.', 1).join('');
}
