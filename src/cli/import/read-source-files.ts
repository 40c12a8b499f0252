import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { BenchError, errorMessage } from '../../base/errors.ts';
import type { ImportedFile } from '../../model/imported-run.ts';
import type { ImportSource, SourceFile } from './import-source.ts';
import { malformed } from './malformed.ts';

export interface ReadFiles {
  readonly texts: readonly SourceFile[];
  readonly digests: readonly ImportedFile[];
}

interface FoundFile {
  readonly path: string;
  readonly name: string;
}

/**
 * Reads the files that operands name, and those below a folder that are the source's. Names are relative to what was given,
 * so that a folder that has moved gives the same run.
 * @throws BenchError `USAGE` for what is not there, is a folder that the source has none of, or is given twice
 */
export function readSourceFiles(operands: readonly string[], source: ImportSource, cwd: string): ReadFiles {
  const found = operands.flatMap((operand) => findFiles(operand, source, cwd));
  const texts: SourceFile[] = [];
  const digests: ImportedFile[] = [];
  for (const { path, name } of found) {
    const bytes = reading(path, () => readFileSync(path));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    refuseCopies({ name, sha256 }, digests);
    digests.push({ name, sha256 });
    texts.push({ name, text: decode(bytes, name) });
  }
  return { texts, digests };
}

function findFiles(
  operand: string,
  { name: source, isOwnFile }: ImportSource,
  cwd: string,
): readonly FoundFile[] {
  const path = resolve(cwd, operand);
  const isFolder = reading(path, () => statSync(path)).isDirectory();
  if (!isFolder) return [{ path, name: isOwnFile === undefined ? basename(path) : lastParts(path) }];
  const names = reading(path, () => readdirSync(path, { recursive: true, encoding: 'utf8' }));
  const own = names.filter((name) => isOwnFile?.(name) === true).sort();
  if (own.length > 0) return own.map((name) => ({ path: join(path, name), name }));
  const seen = isOwnFile === undefined ? 'it is a folder' : `no file of ${source} is below it`;
  throw new BenchError('USAGE', `Cannot import "${operand}" as ${source}: ${seen}`, {
    hint: 'Give the files that the tool has written',
  });
}

/** A file of a source that writes many of one name is known by the folders above it. */
function lastParts(path: string): string {
  return path.split('/').slice(-4).join('/').replace(/^\//, '');
}

/** Samples that count twice would make every interval too narrow. A benchmark.json may well be like another one. */
function refuseCopies(file: ImportedFile, earlier: readonly ImportedFile[]): void {
  const copy = earlier.find(({ sha256 }) => sha256 === file.sha256);
  if (copy === undefined || file.name.endsWith('benchmark.json')) return;
  throw new BenchError('USAGE', `Cannot import "${file.name}": its content is that of "${copy.name}"`, {
    hint: 'Give each file once',
  });
}

/** @throws BenchError `IMPORT_MALFORMED` */
function decode(bytes: Uint8Array, name: string): string {
  try {
    // Leaves out a byte order mark.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Which byte it was is of no use to anybody.
    throw malformed(
      { file: name },
      'it is not UTF-8 text',
      'Write it as UTF-8; some shells redirect output as UTF-16',
    );
  }
}

function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    throw new BenchError('USAGE', `Cannot read "${path}": ${errorMessage(thrown)}`, { cause: thrown });
  }
}
