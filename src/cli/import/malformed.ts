import { BenchError } from '../../base/errors.ts';

/** Where in a file something is. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line?: number;
}

/** The error of a file that cannot be imported: "Cannot import "a.csv", line 3: …". */
export function malformed({ file, line }: Place, seen: string, hint?: string): BenchError {
  const where = line === undefined ? `"${file}"` : `"${file}", line ${line}`;
  return new BenchError(
    'IMPORT_MALFORMED',
    `Cannot import ${where}: ${seen}`,
    hint === undefined ? {} : { hint },
  );
}
